"""The filters of the list of systems, as conditions on cards, now or then; exports and lists share them."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, exists, or_
from sqlmodel import col, select

from app.core.folding import words_of
from app.core.periods import Days, in_force
from app.http.filters import any_of, declared
from app.models import Card, CardHolding, Responsibility, System
from app.register.known import Known
from app.security.sight import Part
from app.systems.answering_queries import holds_duty, levels, owned
from app.systems.listing import DutyFilter, FactFilter, SystemFilter


def conditions(known: Known, query: SystemFilter) -> list[ColumnElement[bool]]:
    """All filters of the list."""
    card = known.table(Card).c
    if not known.follows_the_day:
        day = Days(known.day, known.day)
        answering = [*owned(known, card.system_id, day, query), *holds_duty(known, card.system_id, query)]
        return [*fact_conditions(known, query), *answering]
    return [
        *fact_conditions(known, query),
        *any_of(card.owner_position_id, query.owner_position_id),
        *any_of(card.owner_person_id, query.owner_person_id),
        *any_of(card.owner_unit_id, query.owner_unit_id),
        *levels(card.owner_level, query),
        *_has_owner(card.owner_position_id, query.has_owner),
        *_holds_duty(card, query),
    ]


def fact_conditions(known: Known, query: FactFilter) -> list[ColumnElement[bool]]:
    """The filters that test what is recorded of the system itself."""
    card = known.table(Card).c
    return [
        *declared(query, card),
        *words(card.search_text, query.q),
        *_personal_data(card.personal_data_mask, query),
        *any_of(card.unit_id, units(known, query.unit_id, subunits=query.include_subunits)),
        *_findings(card, query),
        *([] if query.min_severity is None else [card.severity_rank >= query.min_severity.rank]),
        *_kle(card.kle_text, query.kle),
        *_changed_since(known, query),
        *([] if query.phased_out_before is None else [card.phased_out_on < query.phased_out_before]),
    ]


def matching(known: Known, query: SystemFilter, system_id: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a column
    """What is about the systems that match, as conditions on the column with their ids."""
    card = known.table(Card).c
    return [system_id.in_(select(card.system_id).where(*conditions(known, query)))]


def within(part: Part, system_id: Any, today: date) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a mapped attribute
    """The systems of a part of the register, by what holds today, whatever day is asked about."""
    if part.everything:
        return []
    run = select(System.id).where(col(System.unit_id).in_(part.units))
    answered = select(Responsibility.system_id).where(
        col(Responsibility.position_id).in_(part.positions), in_force(Responsibility, today)
    )
    return [or_(system_id.in_(run), system_id.in_(answered))]


def units(known: Known, unit_ids: Sequence[str], *, subunits: bool) -> Sequence[str]:
    """The units, with those below them where they are wanted."""
    if not subunits:
        return unit_ids
    return sorted({unit for top in unit_ids for unit in known.organisation.subtree(top)})


def _changed_since(known: Known, query: FactFilter) -> list[ColumnElement[bool]]:
    if query.changed_since is None:
        return []
    card = known.table(Card).c
    # A version is known from the instant at which its card changed; that column is in the index of the versions.
    changed = card.updated_at if known.moment is None else card.known_from
    return [changed >= known.register.clock.beginning_of(query.changed_since)]


def words(column: Any, q: str | None) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a mapped attribute
    """Every word must occur, as a part of a word or a whole one."""
    return [col(column).contains(word, autoescape=True) for word in words_of(q)]


def _personal_data(column: Any, query: FactFilter) -> list[ColumnElement[bool]]:  # noqa: ANN401 - SQLModel types a column as its value
    if not query.personal_data:
        return []
    mask = sum({category.bit for category in query.personal_data})
    return [col(column).bitwise_and(mask) != 0]


def _has_owner(column: Any, wanted: bool | None) -> list[ColumnElement[bool]]:  # noqa: ANN401, FBT001 - a filter's value
    if wanted is None:
        return []
    return [col(column).is_not(None) if wanted else col(column).is_(None)]


def _holds_duty(card: Any, query: DutyFilter) -> list[ColumnElement[bool]]:  # noqa: ANN401 - the columns of cards
    if not (query.duty or query.position_id or query.person_id):
        return []
    held = select(CardHolding.system_id).where(
        col(CardHolding.system_id) == card.system_id,
        col(CardHolding.revision) == card.revision,
        *any_of(CardHolding.duty, query.duty),
        *any_of(CardHolding.position_id, query.position_id),
        *any_of(CardHolding.person_id, query.person_id),
    )
    return [exists(held)]


def _findings(card: Any, query: FactFilter) -> list[ColumnElement[bool]]:  # noqa: ANN401 - the columns of cards
    """Open findings: of the rules where any are named, waived or not where that is asked."""
    flagged, waived = card.flagged_rules, card.waived_rules
    columns = {None: [flagged, waived], False: [flagged], True: [waived]}[query.waived]
    if query.rule:
        return [or_(*(column.contains(f" {rule} ") for column in columns for rule in dict.fromkeys(query.rule)))]
    return [] if query.waived is None else [columns[0] != ""]


def _kle(column: Any, prefixes: Sequence[str]) -> list[ColumnElement[bool]]:  # noqa: ANN401 - SQLModel types a column as its value
    if not prefixes:
        return []
    return [or_(*(col(column).contains(f" {prefix}", autoescape=True) for prefix in prefixes))]
