"""The filters of the list of systems, as conditions on cards; exports and lists share them."""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, and_, exists, or_
from sqlmodel import col, select

from app.core.folding import fold
from app.http.filters import any_of, equals
from app.models import Card, Finding, Person, Responsibility, Tenure
from app.register.facts import in_force
from app.register.reader import Reader
from app.systems.listing import SystemFilter
from app.vocabulary import TenureRole


def conditions(reader: Reader, query: SystemFilter) -> list[ColumnElement[bool]]:
    return [
        *_words(query.q),
        *any_of(Card.criticality, query.criticality),
        *any_of(Card.lifecycle, query.lifecycle),
        *_personal_data(query),
        *any_of(Card.unit_id, _units(reader, query)),
        *any_of(Card.owner_position_id, query.owner_position_id),
        *any_of(Card.owner_person_id, query.owner_person_id),
        *any_of(Card.owner_unit_id, query.owner_unit_id),
        *([] if query.owner_level_min is None else [col(Card.owner_level) >= query.owner_level_min]),
        *([] if query.owner_level_max is None else [col(Card.owner_level) <= query.owner_level_max]),
        *_has_owner(query.has_owner),
        *_holds_duty(reader, query),
        *any_of(Card.funding_state, query.funding_state),
        *_findings(query),
        *([] if query.min_severity is None else [col(Card.severity_rank) >= query.min_severity.rank]),
        *_kle(query.kle),
        *any_of(Card.supplier_folded, [fold(supplier) for supplier in query.supplier]),
        *any_of(Card.source, query.source),
        *any_of(Card.external_id, query.external_id),
        *([] if query.changed_since is None else [col(Card.updated_at) >= query.changed_since]),
        *([] if query.phased_out_before is None else [col(Card.phased_out_on) < query.phased_out_before]),
    ]


def _words(q: str | None) -> list[ColumnElement[bool]]:
    """Every word must occur, as a part of a word or a whole one."""
    return [col(Card.search_text).contains(fold(word), autoescape=True) for word in (q or "").split()]


def _personal_data(query: SystemFilter) -> list[ColumnElement[bool]]:
    if not query.personal_data:
        return []
    mask = sum({category.bit for category in query.personal_data})
    return [col(Card.personal_data_mask).bitwise_and(mask) != 0]


def _units(reader: Reader, query: SystemFilter) -> Sequence[str]:
    if not query.include_subunits:
        return query.unit_id
    return sorted({unit for top in query.unit_id for unit in reader.organisation.subtree(top)})


def _has_owner(wanted: bool | None) -> list[ColumnElement[bool]]:  # noqa: FBT001 - a filter's value
    if wanted is None:
        return []
    column = col(Card.owner_position_id)
    return [column.is_not(None) if wanted else column.is_(None)]


def _holds_duty(reader: Reader, query: SystemFilter) -> list[ColumnElement[bool]]:
    if not (query.duty or query.position_id or query.person_id):
        return []
    held = select(Responsibility.id).where(
        col(Responsibility.system_id) == col(Card.system_id),
        in_force(reader.today),
        *any_of(Responsibility.duty, query.duty),
        *any_of(Responsibility.position_id, query.position_id),
    )
    if query.person_id:
        # Whoever left holds nothing, whatever the tenure says.
        held = held.join(Tenure, col(Tenure.position_id) == col(Responsibility.position_id)).join(
            Person, and_(col(Person.id) == col(Tenure.person_id))
        )
        held = held.where(
            col(Tenure.person_id).in_(query.person_id),
            col(Tenure.role) == TenureRole.HOLDER.value,
            col(Tenure.valid_from) <= reader.today,
            or_(col(Tenure.valid_until).is_(None), col(Tenure.valid_until) >= reader.today),
            or_(col(Person.leaves_on).is_(None), col(Person.leaves_on) >= reader.today),
        )
    return [exists(held)]


def _findings(query: SystemFilter) -> list[ColumnElement[bool]]:
    if not query.rule and query.waived is None:
        return []
    found = select(Finding.id).where(
        col(Finding.system_id) == col(Card.system_id),
        col(Finding.closed_at).is_(None),
        *any_of(Finding.rule, query.rule),
        *equals(Finding.waived, query.waived),
    )
    return [exists(found)]


def _kle(prefixes: Sequence[str]) -> list[ColumnElement[bool]]:
    if not prefixes:
        return []
    return [or_(*(col(Card.kle_text).contains(f" {prefix}", autoescape=True) for prefix in prefixes))]
