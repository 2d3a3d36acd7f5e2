"""Reading the organisation of one day, in a constant number of queries: as it stands, or as it was once known."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from app.core.periods import in_force, not_over
from app.journal.past import as_known
from app.models import Absence, Journaled, Person, Position, Tenure, Unit
from app.register.organisation import Contact, Incumbency, Organisation, PositionRecord, UnitRecord
from app.register.stretches import last_day
from app.rules.facts import HolderFacts, Period
from app.vocabulary import TenureRole

#: Gives what a table holds, or held once: a FROM clause with the table's own columns.
Tables = Callable[[type[Journaled]], Any]


@dataclass(frozen=True, slots=True)
class _HeldTenure:
    """A tenure and its person. The name is None where it was erased."""

    position_id: str
    role: str
    valid_from: date
    valid_until: date | None
    person_id: str
    name: str | None
    email: str | None
    phone: str | None
    leaves_on: date | None

    @property
    def last_day(self) -> date | None:
        return last_day(self.valid_until, self.leaves_on)


def load_organisation(session: Session, day: date) -> Organisation:
    """The organisation as the tables have it."""
    return _load(session, _present, day)


def load_past_organisation(session: Session, revision: int, day: date) -> Organisation:
    """The organisation on a day as the register knew it at the revision."""
    return _load(session, lambda table: as_known(table, revision), day)


def _present(table: type[Journaled]) -> Any:  # noqa: ANN401 - a table
    return table.__table__  # type: ignore[attr-defined]


def _load(session: Session, tables: Tables, day: date) -> Organisation:
    unit, position = tables(Unit).c, tables(Position).c
    columns = (unit.id, unit.name, unit.kind, unit.parent_id, unit.on_call_name, unit.on_call_phone)
    units = session.execute(select(*columns).order_by(unit.id))
    positions = session.execute(
        select(
            position.id,
            position.title,
            position.unit_id,
            position.management_level,
            position.reports_to_id,
            position.leads_unit,
            position.budget_authority,
            position.budget_limit_dkk,
        ).order_by(position.id)
    )
    return _assemble(
        day,
        (UnitRecord(*row) for row in units),
        (PositionRecord(*row) for row in positions),
        _tenures(session, tables, day),
        _away(session, tables, day),
    )


def _assemble(
    today: date,
    units: Iterable[UnitRecord],
    positions: Iterable[PositionRecord],
    tenures: Iterable[_HeldTenure],
    away: Mapping[str, Period],
) -> Organisation:
    """`tenures` in the order of their first days, then of their ids."""
    by_id = {record.id: record for record in positions}
    holders: dict[str, HolderFacts] = {}
    deputies: dict[str, tuple[HolderFacts, ...]] = {}
    coming: dict[str, tuple[Period, ...]] = {}
    contacts: dict[str, Contact] = {}
    for tenure in tenures:
        ends = tenure.last_day
        if ends is not None and ends < max(today, tenure.valid_from):
            continue
        if tenure.valid_from > today:
            now = holders.get(tenure.position_id)
            if tenure.role == TenureRole.HOLDER and now is not None and _stays(now, tenure):
                holders[tenure.position_id] = replace(now, leaves_on=ends)
            elif tenure.role == TenureRole.HOLDER:
                period = Period(tenure.valid_from, ends)
                coming[tenure.position_id] = (*coming.get(tenure.position_id, ()), period)
            continue
        # An erased name gives way to the position's.
        name = by_id[tenure.position_id].title if tenure.name is None else tenure.name
        has_contact = bool(tenure.email or tenure.phone)
        facts = HolderFacts(
            tenure.person_id, name, tenure.valid_from, ends, away.get(tenure.person_id), has_contact=has_contact
        )
        contacts[tenure.person_id] = Contact(tenure.email, tenure.phone)
        if tenure.role == TenureRole.HOLDER:
            holders.setdefault(tenure.position_id, facts)
        else:
            deputies[tenure.position_id] = (*deputies.get(tenure.position_id, ()), facts)
    incumbencies = {
        position_id: Incumbency(holders.get(position_id), deputies.get(position_id, ()), coming.get(position_id, ()))
        for position_id in holders.keys() | deputies.keys() | coming.keys()
    }
    return Organisation(today, {record.id: record for record in units}, by_id, incumbencies, contacts)


def _stays(holder: HolderFacts, coming: _HeldTenure) -> bool:
    """Whether the same person goes on in the position without a day between: nobody leaves then."""
    if holder.leaves_on is None or holder.person_id != coming.person_id:
        return False
    return coming.valid_from <= _next(holder.leaves_on)


def _tenures(session: Session, tables: Tables, day: date) -> Iterator[_HeldTenure]:
    """Those that are not over yet."""
    tenures, people = tables(Tenure), tables(Person)
    tenure, person = tenures.c, people.c
    statement = (
        select(
            tenure.position_id,
            tenure.role,
            tenure.valid_from,
            tenure.valid_until,
            person.id,
            person.name,
            person.email,
            person.phone,
            person.leaves_on,
        )
        .select_from(tenures.join(people, person.id == tenure.person_id))
        .where(not_over(tenure, day))
        .order_by(tenure.valid_from, tenure.id)
    )
    return (_HeldTenure(*row) for row in session.execute(statement))


def _away(session: Session, tables: Tables, day: date) -> dict[str, Period]:
    """Who is absent on the day, since when and until when: absences that follow each other are one."""
    absence = tables(Absence).c
    statement = select(absence.person_id, absence.valid_from, absence.valid_until).where(
        absence.person_id.in_(select(absence.person_id).where(in_force(absence, day)))
    )
    of_person: dict[str, list[Period]] = defaultdict(list)
    for person_id, first, last in session.execute(statement.order_by(absence.valid_from, absence.id)):
        of_person[person_id].append(Period(first, last))
    joined = {person_id: _around(periods, day) for person_id, periods in of_person.items()}
    return {person_id: period for person_id, period in joined.items() if period is not None}


def _around(periods: Iterable[Period], day: date) -> Period | None:
    """The unbroken stretch of days around the day; `periods` in the order of their first days."""
    stretch: Period | None = None
    for period in periods:
        if stretch is not None and (stretch.last is None or period.first <= _next(stretch.last)):
            last = None if stretch.last is None or period.last is None else max(stretch.last, period.last)
            stretch = Period(stretch.first, last)
        elif stretch is None or not stretch.covers(day):
            stretch = period
    return stretch if stretch is not None and stretch.covers(day) else None


def _next(day: date) -> date:
    return day if day == date.max else day + timedelta(days=1)
