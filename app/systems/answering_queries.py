"""Who answers for systems on a day or in a period, from responsibilities and holders, as they are or were known."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, bindparam, exists, or_, select

from app.core.among import among
from app.core.periods import Days, in_force, sharing_a_day, turning
from app.http.filters import any_of
from app.models import HolderStretch, Responsibility
from app.register.known import Known, TableOf
from app.systems.listing import DutyFilter, OwnerFilter
from app.vocabulary import Basis, Duty


def owned(
    known: Known,
    system_id: Any,  # noqa: ANN401 - a column
    days: Days,
    query: OwnerFilter,
    within: Sequence[Any] = (),
) -> list[ColumnElement[bool]]:
    """Some formal ownership of the system in the days meets all filters at once.

    `system_id`: a column of the statement around it. `within`: columns with a period there, which it shares a day with.
    """
    owning, owner = known.table(Responsibility).alias("owning"), known.table(HolderStretch).alias("owner")
    wanted = [
        *any_of(owner.c.position_id, query.owner_position_id),
        *any_of(owner.c.person_id, query.owner_person_id),
        *any_of(owner.c.unit_id, query.owner_unit_id),
        *levels(owner.c.management_level, query),
    ]
    if not wanted and query.has_owner is None:
        return []
    # Any number of periods have a day in common when each two of them have; on one day they do by themselves.
    pairs = [] if days.is_day else [(owner.c, owning.c), *((one.c, two) for one in (owning, owner) for two in within)]
    found = (
        exists()
        .select_from(owning.join(owner, owner.c.position_id == owning.c.position_id))
        .where(
            owning.c.system_id == system_id,
            _owns(owning.c),
            *(sharing_a_day(one.c, days.first, days.last) for one in (owning, owner)),
            *(sharing_a_day(one, two.valid_from, two.valid_until) for one, two in pairs),
        )
    )
    conditions: list[ColumnElement[bool]] = [found.where(*wanted)] if wanted else []
    if query.has_owner is not None:
        conditions.append(found if query.has_owner else ~found)
    return conditions


def holds_duty(known: Known, system_id: Any, query: DutyFilter) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a column
    """Some responsibility for the system on the day that is known meets all filters at once."""
    if not (query.duty or query.position_id or query.person_id):
        return []
    held, holder = known.table(Responsibility).alias("held"), known.table(HolderStretch).alias("holder")
    found = (
        exists()
        .select_from(held.join(holder, holder.c.position_id == held.c.position_id))
        .where(
            held.c.system_id == system_id,
            in_force(held.c, known.day),
            in_force(holder.c, known.day),
            *any_of(held.c.duty, query.duty),
            *any_of(held.c.position_id, query.position_id),
            *any_of(holder.c.person_id, query.person_id),
        )
    )
    return [found]


def answered_otherwise(known: Known, system_ids: Sequence[str]) -> set[str]:
    """Of the systems, those for which someone began or ceased to answer since the day that the cards are of."""
    values = {"system_ids": system_ids, "first": known.written_on, "last": known.day}
    return {row.system_id for row in known.rows(_turned, values)}


def _turned(table: TableOf) -> Select[Any]:
    held, holder = table(Responsibility).alias("held"), table(HolderStretch).alias("holder")
    first, last = (bindparam(name, type_=Date) for name in ("first", "last"))
    return (
        select(held.c.system_id)
        .distinct()
        .select_from(held.join(holder, holder.c.position_id == held.c.position_id))
        .where(
            among(held.c.system_id, "system_ids"),
            or_(turning(held.c, first, last), turning(holder.c, first, last)),
        )
    )


def owner_position(known: Known, system_id: Any) -> Any:  # noqa: ANN401 - a column in, a column out
    """The position that owns the system formally on the day that is known, as a column."""
    owning = known.table(Responsibility).alias("owning")
    return (
        select(owning.c.position_id)
        .where(owning.c.system_id == system_id, _owns(owning.c), in_force(owning.c, known.day))
        .limit(1)
        .scalar_subquery()
    )


def levels(column: Any, query: OwnerFilter) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a column
    return [
        *([] if query.owner_level_min is None else [column >= query.owner_level_min]),
        *([] if query.owner_level_max is None else [column <= query.owner_level_max]),
    ]


def _owns(row: Any) -> ColumnElement[bool]:  # noqa: ANN401 - the columns of responsibilities
    owns: ColumnElement[bool] = (row.duty == Duty.OWNER.value) & (row.basis == Basis.FORMAL.value)
    return owns
