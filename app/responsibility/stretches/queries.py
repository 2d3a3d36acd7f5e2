"""Reading stretches: responsibilities, each cut where another person began to hold its position."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, String, case, cast, func
from sqlmodel import Session, select

from app.core.canonical import dump
from app.core.lazy import lazy
from app.core.periods import Days, sharing_a_day
from app.http.filters import any_of
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_first, read_page_of
from app.http.sorting import terms_of
from app.models import Card, HolderStretch, Responsibility
from app.register.known import Known
from app.register.organisation import UnitRecord
from app.responsibility.stretches.schemas import StretchFilter
from app.security.reader import Reader
from app.systems.answering_queries import owned
from app.systems.filter_queries import fact_conditions
from app.vocabulary import PersonalData


def stretches(reader: Reader, query: StretchFilter) -> tuple[Page, Sequence[bytes]]:
    known = reader.known(query.known_at)
    days = query.days(reader.clock)
    search = Search(known, days, query)
    # Every instant of a day asks for the same.
    question = query.question(besides={"at", "first", "last"}), days
    total = known.number(question, lambda: search.count(reader.session))
    page = read_page_of(reader.session, search.statement(), search.order, query, total)
    units = known.organisation.units
    return page, [stretch_json(units, row) for row in page.rows]


class Search:
    """The stretches that match, now or as they were known: for the list and for the files alike."""

    def __init__(self, known: Known, days: Days, query: StretchFilter) -> None:
        self._known, self._days, self._query = known, days, query
        self._card, self._held, self._holder = (known.table(table) for table in (Card, Responsibility, HolderStretch))
        self._of_system = fact_conditions(known, query)
        self._of_holder = any_of(self._holder.c.person_id, query.person_id)

    def statement(self) -> Select[Any]:
        """All columns that an item needs, without an order."""
        card, held, holder = self._card.c, self._held.c, self._holder.c
        columns: tuple[Any, ...] = (
            self._id.label("id"),
            held.id.label("responsibility_id"),
            held.system_id,
            card.name.label("system_name"),
            card.external_id,
            card.criticality,
            card.personal_data_mask,
            held.duty,
            held.basis,
            held.position_id,
            holder.title,
            holder.management_level,
            holder.unit_id,
            holder.person_id,
            holder.person_name,
            self._first.label("valid_from"),
            self._last.label("valid_until"),
            held.valid_from.label("responsibility_from"),
            held.valid_until.label("responsibility_until"),
        )
        system_id = read_first(card.system_id) if self._begins_with_systems else card.system_id
        source = self._card.join(self._held, held.system_id == system_id).join(
            self._holder, holder.position_id == held.position_id
        )
        conditions = (*self._of_responsibility(), *self._of_system, *self._of_holder, *self._of_time())
        statement: Select[Any] = select(*columns)
        return statement.select_from(source).where(*conditions)

    def count(self, session: Session) -> int:
        """How many match. On one day each responsibility is one stretch, so that most questions need one table."""
        source, conditions = self._held, self._of_responsibility()
        if self._of_system:
            source = source.join(self._card, self._card.c.system_id == self._held.c.system_id)
            conditions += self._of_system
        if self._of_holder or not self._days.is_day:
            source = source.join(self._holder, self._holder.c.position_id == self._held.c.position_id)
            conditions += [*self._of_holder, *self._of_time()]
        found: int = session.execute(select(func.count()).select_from(source).where(*conditions)).scalar_one()
        return found

    @property
    def order(self) -> Order:
        """What the list can be sorted by."""
        return Order(
            StretchFilter,
            {
                "systemName": SortKey(self._card.c.name_sort),
                "duty": SortKey(self._held.c.duty),
                "validFrom": SortKey(self._first, date),
                "positionTitle": SortKey(self._holder.c.title_sort),
                "personName": SortKey(self._holder.c.person_name_sort),
            },
            SortKey(self._id),
        )

    @property
    def _begins_with_systems(self) -> bool:
        """Whether the list is best read system by system in its order, as it is where most stretches match."""
        query = self._query
        chosen = query.position_id or query.person_id or query.owner_position_id or query.owner_person_id
        return not chosen and terms_of(query.sort)[0].name == "systemName"

    @lazy
    def _first(self) -> ColumnElement[date]:
        held, holder = self._held.c, self._holder.c
        return case((holder.valid_from > held.valid_from, holder.valid_from), else_=held.valid_from)

    @lazy
    def _last(self) -> ColumnElement[date | None]:
        held, holder = self._held.c.valid_until, self._holder.c.valid_until
        return case((held.is_(None), holder), (holder.is_(None), held), (holder < held, holder), else_=held)

    @lazy
    def _id(self) -> ColumnElement[str]:
        named: ColumnElement[str] = self._held.c.id + ":" + cast(self._first, String)
        return named

    def _of_responsibility(self) -> list[ColumnElement[bool]]:
        held, query = self._held.c, self._query
        return [
            sharing_a_day(held, self._days.first, self._days.last),
            *any_of(held.duty, query.duty),
            *any_of(held.basis, query.basis),
            *any_of(held.position_id, query.position_id),
            *owned(self._known, held.system_id, self._days, query, within=(held, self._holder.c)),
        ]

    def _of_time(self) -> list[ColumnElement[bool]]:
        """What was asked, the holder's period and the responsibility's have a day in common.

        Three periods have one when each two of them have; with a day, the third pair follows from the others.
        """
        held, holder = self._held.c, self._holder.c
        conditions = [sharing_a_day(holder, self._days.first, self._days.last)]
        if not self._days.is_day:
            conditions.append(sharing_a_day(holder, held.valid_from, held.valid_until))
        return conditions


def stretch_json(units: Mapping[str, UnitRecord], row: Any) -> bytes:  # noqa: ANN401 - a row of the statement above
    """A StretchView; `units`: those that the register knows, or knew then."""
    return dump(
        {
            "id": row.id,
            "responsibilityId": row.responsibility_id,
            "systemId": row.system_id,
            "systemName": row.system_name,
            "criticality": row.criticality,
            "personalData": PersonalData.of_mask(row.personal_data_mask),
            "duty": row.duty,
            "basis": row.basis,
            "positionId": row.position_id,
            "positionTitle": row.title,
            "managementLevel": row.management_level,
            "unitId": row.unit_id,
            "unitName": units[row.unit_id].name,
            "personId": row.person_id,
            "personName": row.person_name,
            "validFrom": row.valid_from,
            "validUntil": row.valid_until,
            "responsibilityFrom": row.responsibility_from,
            "responsibilityUntil": row.responsibility_until,
        }
    )
