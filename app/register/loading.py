"""Reading the organisation of one day from the tables, in three queries."""

from datetime import date

from sqlalchemy import or_
from sqlmodel import Session, col, select

from app.models import Person, Position, Tenure, Unit
from app.register.organisation import Incumbency, Organisation, PositionRecord, UnitRecord
from app.rules.facts import HolderFacts
from app.vocabulary import TenureRole


def load_organisation(session: Session, today: date) -> Organisation:
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
    return Organisation(
        today,
        {row.id: UnitRecord(*row) for row in units},
        {row.id: PositionRecord(*row) for row in positions},
        _incumbencies(session, today),
    )


def _incumbencies(session: Session, today: date) -> dict[str, Incumbency]:
    """Who sits where today. Someone whose last day is past holds nothing, whatever the tenure says."""
    rows = session.execute(
        select(  # type: ignore[call-overload]
            Tenure.position_id,
            Tenure.role,
            Tenure.valid_from,
            Tenure.valid_until,
            Person.id,
            Person.name,
            Person.leaves_on,
        )
        .join(Person, col(Person.id) == col(Tenure.person_id))
        .where(or_(col(Tenure.valid_until).is_(None), col(Tenure.valid_until) >= today))
        .order_by(col(Tenure.valid_from), col(Tenure.id))
    )
    holders: dict[str, HolderFacts] = {}
    deputies: dict[str, HolderFacts] = {}
    succeeded: set[str] = set()
    for position_id, role, valid_from, valid_until, person_id, name, leaves_on in rows:
        last_day = min((day for day in (valid_until, leaves_on) if day is not None), default=None)
        if last_day is not None and last_day < today:
            continue
        if valid_from > today:
            if role == TenureRole.HOLDER:
                succeeded.add(position_id)
            continue
        taken = holders if role == TenureRole.HOLDER else deputies
        taken.setdefault(position_id, HolderFacts(person_id, name, valid_from, last_day))
    return {
        position_id: Incumbency(holders.get(position_id), deputies.get(position_id), position_id in succeeded)
        for position_id in holders.keys() | deputies.keys() | succeeded
    }
