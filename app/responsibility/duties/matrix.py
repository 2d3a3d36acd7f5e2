"""Duty by duty, formally and in practice, with what is wrong with each. Pure: it reads a card."""

from collections.abc import Mapping
from typing import Any

from app.core.identifiers import Identifier
from app.core.schema import Schema
from app.systems.card import CardHolder
from app.vocabulary import Duty


class DutyRow(Schema):
    """One duty. The owner's row is the first."""

    duty: Duty
    formal: list[CardHolder]
    practice: list[CardHolder]
    gap: bool
    """Nobody holds it formally."""
    double: bool
    """Two or more hold it formally."""
    difference: bool
    """Others do it than those who hold it formally; false where one side is not recorded."""
    interim_position_id: Identifier | None
    """Who holds it while an overdue dispute is open."""


class DutyMatrix(Schema):
    """The duties of one system."""

    system_id: Identifier
    system_name: str
    duties: list[DutyRow]


def interims_of(card: Mapping[str, Any]) -> dict[str, str | None]:
    """Who holds which duty in the interim of a dispute, as the JSON of a card has it."""
    return {dispute["duty"]: dispute["interimPositionId"] for dispute in card["disputes"]}


def matrix_of(card: Mapping[str, Any], interims: Mapping[str, str | None]) -> DutyMatrix:
    """`card` is the JSON of a card."""
    owner = card["owner"]
    formal_owner = [] if owner is None else [{key: owner[key] for key in _HOLDER}]
    rows = [(Duty.OWNER, formal_owner, card["ownerInPractice"])]
    rows += [(Duty(row["duty"]), row["formal"], row["practice"]) for row in card["duties"]]
    return DutyMatrix(
        system_id=card["id"],
        system_name=card["name"],
        duties=[_row(duty, formal, practice, interims.get(duty.value)) for duty, formal, practice in rows],
    )


_HOLDER = ("positionId", "title", "personId", "personName")


def _row(duty: Duty, formal: list[Any], practice: list[Any], interim: str | None) -> DutyRow:
    formally, practically = ({holder["positionId"] for holder in holders} for holders in (formal, practice))
    return DutyRow(
        duty=duty,
        formal=formal,
        practice=practice,
        gap=not formal,
        double=len(formal) > 1,
        difference=bool(formal and practice) and formally != practically,
        interim_position_id=interim,
    )
