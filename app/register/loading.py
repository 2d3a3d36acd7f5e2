"""Reading the organisation of one day, in a constant number of queries: as it stands, or as it was once known."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from app.core.periods import covers
from app.journal.past import PastRow, rows_at
from app.models import Absence, Person, Position, Tenure, Unit
from app.register.organisation import Contact, Incumbency, Organisation, PositionRecord, UnitRecord
from app.rules.facts import HolderFacts
from app.vocabulary import TenureRole

#: What the journal has to say about the organisation.
_RESOURCES = (Unit.resource, Position.resource, Person.resource, Tenure.resource, Absence.resource)


@dataclass(frozen=True, slots=True)
class _Seat:
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
        """Someone whose last day of work is past holds nothing, whatever the tenure says."""
        return min((day for day in (self.valid_until, self.leaves_on) if day is not None), default=None)


def load_organisation(session: Session, today: date) -> Organisation:
    """The organisation as the tables have it."""
    units = session.execute(select(Unit.id, Unit.name, Unit.kind, Unit.parent_id))
    positions = session.execute(
        select(  # type: ignore[call-overload]
            Position.id,
            Position.title,
            Position.unit_id,
            Position.management_level,
            Position.reports_to_id,
            Position.leads_unit,
            Position.budget_authority,
            Position.budget_limit_dkk,
        )
    )
    return _assemble(
        today,
        (UnitRecord(*row) for row in units),
        (PositionRecord(*row) for row in positions),
        _seats(session, today),
        _absent(session, today),
    )


def load_past_organisation(session: Session, revision: int, day: date) -> Organisation:
    """The organisation on a day as the register knew it at the revision."""
    known: dict[str, list[PastRow]] = {resource: [] for resource in _RESOURCES}
    for row in rows_at(session, _RESOURCES, revision):
        known[row.resource].append(row)
    people = {row.id: row for row in known[Person.resource]}
    return _assemble(
        day,
        (
            UnitRecord(row.id, row.values["name"], row.values["kind"], row.values["parentId"])
            for row in known[Unit.resource]
        ),
        (_past_position(row) for row in known[Position.resource]),
        sorted(
            (_past_seat(row, people[row.values["personId"]]) for row in known[Tenure.resource]),
            key=lambda seat: seat.valid_from,
        ),
        {
            row.values["personId"]
            for row in known[Absence.resource]
            if covers(row.day("validFrom"), row.day("validUntil"), day)
        },
    )


def _assemble(
    today: date,
    units: Iterable[UnitRecord],
    positions: Iterable[PositionRecord],
    seats: Iterable[_Seat],
    absent: set[str],
) -> Organisation:
    """`seats` in the order of their first days, then of their ids."""
    by_id = {record.id: record for record in positions}
    holders: dict[str, HolderFacts] = {}
    deputies: dict[str, tuple[HolderFacts, ...]] = {}
    succeeded: set[str] = set()
    contacts: dict[str, Contact] = {}
    for seat in seats:
        last_day = seat.last_day
        if last_day is not None and last_day < today:
            continue
        if seat.valid_from > today:
            if seat.role == TenureRole.HOLDER:
                succeeded.add(seat.position_id)
            continue
        # An erased name gives way to the position's.
        name = by_id[seat.position_id].title if seat.name is None else seat.name
        facts = HolderFacts(seat.person_id, name, seat.valid_from, last_day)
        contacts[seat.person_id] = Contact(seat.email, seat.phone, seat.person_id in absent)
        if seat.role == TenureRole.HOLDER:
            holders.setdefault(seat.position_id, facts)
        else:
            deputies[seat.position_id] = (*deputies.get(seat.position_id, ()), facts)
    incumbencies = {
        position_id: Incumbency(
            holders.get(position_id), deputies.get(position_id, ()), has_successor=position_id in succeeded
        )
        for position_id in holders.keys() | deputies.keys() | succeeded
    }
    return Organisation(today, {record.id: record for record in units}, by_id, incumbencies, contacts)


def _seats(session: Session, today: date) -> Iterator[_Seat]:
    """Those that are not over yet."""
    rows = session.execute(
        select(  # type: ignore[call-overload]
            Tenure.position_id,
            Tenure.role,
            Tenure.valid_from,
            Tenure.valid_until,
            Person.id,
            Person.name,
            Person.email,
            Person.phone,
            Person.leaves_on,
        )
        .join(Person, col(Person.id) == col(Tenure.person_id))
        .where(or_(col(Tenure.valid_until).is_(None), col(Tenure.valid_until) >= today))
        .order_by(col(Tenure.valid_from), col(Tenure.id))
    )
    return (_Seat(*row) for row in rows)


def _absent(session: Session, today: date) -> set[str]:
    statement = select(Absence.person_id).where(
        Absence.valid_from <= today, or_(col(Absence.valid_until).is_(None), col(Absence.valid_until) >= today)
    )
    return set(session.exec(statement))


def _past_position(row: PastRow) -> PositionRecord:
    values: Any = row.values
    return PositionRecord(
        row.id,
        values["title"],
        values["unitId"],
        values["managementLevel"],
        values["reportsToId"],
        values["leadsUnit"],
        values["budgetAuthority"],
        values["budgetLimitDkk"],
    )


def _past_seat(tenure: PastRow, person: PastRow) -> _Seat:
    return _Seat(
        position_id=tenure.values["positionId"],
        role=tenure.values["role"],
        valid_from=tenure.day("validFrom") or date.min,
        valid_until=tenure.day("validUntil"),
        person_id=person.id,
        name=person.personal.get("name"),
        email=person.personal.get("email"),
        phone=person.personal.get("phone"),
        leaves_on=person.day("leavesOn"),
    )
