"""The filters of the list of systems, as conditions on cards, now or then; exports and lists share them."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, exists, or_
from sqlmodel import col, select

from app.core.folding import fold
from app.http.filters import any_of
from app.models import CardHolding
from app.systems.listing import SystemFilter
from app.systems.shelf import Shelf


def conditions(shelf: Shelf, query: SystemFilter) -> list[ColumnElement[bool]]:
    card = shelf.table
    return [
        *shelf.standing,
        *_words(card.search_text, query.q),
        *any_of(card.criticality, query.criticality),
        *any_of(card.lifecycle, query.lifecycle),
        *_personal_data(card.personal_data_mask, query),
        *any_of(card.unit_id, _units(shelf, query)),
        *any_of(card.owner_position_id, query.owner_position_id),
        *any_of(card.owner_person_id, query.owner_person_id),
        *any_of(card.owner_unit_id, query.owner_unit_id),
        *([] if query.owner_level_min is None else [col(card.owner_level) >= query.owner_level_min]),
        *([] if query.owner_level_max is None else [col(card.owner_level) <= query.owner_level_max]),
        *_has_owner(card.owner_position_id, query.has_owner),
        *_holds_duty(shelf, query),
        *any_of(card.funding_state, query.funding_state),
        *_findings(shelf, query),
        *([] if query.min_severity is None else [col(card.severity_rank) >= query.min_severity.rank]),
        *_kle(card.kle_text, query.kle),
        *any_of(card.supplier_folded, [fold(supplier) for supplier in query.supplier]),
        *any_of(card.source, query.source),
        *any_of(card.external_id, query.external_id),
        *([] if query.changed_since is None else [col(card.updated_at) >= query.changed_since]),
        *([] if query.phased_out_before is None else [col(card.phased_out_on) < query.phased_out_before]),
    ]


def _words(column: Any, q: str | None) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a mapped attribute
    """Every word must occur, as a part of a word or a whole one."""
    return [col(column).contains(fold(word), autoescape=True) for word in (q or "").split()]


def _personal_data(column: Any, query: SystemFilter) -> list[ColumnElement[bool]]:  # noqa: ANN401 - SQLModel types a column as its value
    if not query.personal_data:
        return []
    mask = sum({category.bit for category in query.personal_data})
    return [col(column).bitwise_and(mask) != 0]


def _units(shelf: Shelf, query: SystemFilter) -> Sequence[str]:
    if not query.include_subunits:
        return query.unit_id
    return sorted({unit for top in query.unit_id for unit in shelf.organisation.subtree(top)})


def _has_owner(column: Any, wanted: bool | None) -> list[ColumnElement[bool]]:  # noqa: ANN401, FBT001 - a filter's value
    if wanted is None:
        return []
    return [col(column).is_not(None) if wanted else col(column).is_(None)]


def _holds_duty(shelf: Shelf, query: SystemFilter) -> list[ColumnElement[bool]]:
    if not (query.duty or query.position_id or query.person_id):
        return []
    held = select(CardHolding.system_id).where(
        col(CardHolding.system_id) == col(shelf.table.system_id),
        col(CardHolding.revision) == col(shelf.table.revision),
        *any_of(CardHolding.duty, query.duty),
        *any_of(CardHolding.position_id, query.position_id),
        *any_of(CardHolding.person_id, query.person_id),
    )
    return [exists(held)]


def _findings(shelf: Shelf, query: SystemFilter) -> list[ColumnElement[bool]]:
    """Open findings: of the rules where any are named, waived or not where that is asked."""
    flagged, waived = col(shelf.table.flagged_rules), col(shelf.table.waived_rules)
    columns = {None: [flagged, waived], False: [flagged], True: [waived]}[query.waived]
    if query.rule:
        return [or_(*(column.contains(f" {rule} ") for column in columns for rule in dict.fromkeys(query.rule)))]
    return [] if query.waived is None else [columns[0] != ""]


def _kle(column: Any, prefixes: Sequence[str]) -> list[ColumnElement[bool]]:  # noqa: ANN401 - SQLModel types a column as its value
    if not prefixes:
        return []
    return [or_(*(col(column).contains(f" {prefix}", autoescape=True) for prefix in prefixes))]
