"""Reading what a chain is made of: a constant number of queries, now, at another day, or as it was known once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import or_
from sqlmodel import Session, col, select

from app.core.canonical import dump, instant
from app.core.errors import Conflict, NotFound
from app.core.periods import covers
from app.journal.past import PastRow, rows_of_systems
from app.models import Dispute, Responsibility, System
from app.register.facts import in_force
from app.register.organisation import Organisation
from app.register.reader import Reader
from app.responsibility.escalation.chain import Held, Step, chain
from app.responsibility.escalation.schemas import EscalationQuery
from app.vocabulary import Basis, Duty


@dataclass(frozen=True, slots=True)
class Recorded:
    """What is recorded of one system for one day. `disputed`: the two parties of a dispute that is overdue."""

    name: str
    unit_id: str | None
    held: list[Held]
    disputed: tuple[str, str] | None


def escalation(reader: Reader, system_id: str, query: EscalationQuery, *, contacts: bool) -> bytes:
    """The chain as JSON, with mail and phone where `contacts` says so.

    Raises NotFound for a system that is not known, or was not then; Conflict while there is no position at all;
    InvalidInput for an instant of knowledge before the register began, or to come.
    """
    at = query.at or query.known_at or reader.register.clock.now()
    day = reader.day_of(at)
    if query.known_at is None:
        organisation = reader.organisation_on(day)
        recorded = _recorded(reader.session, system_id, query.duty, day)
    else:
        moment = reader.moment(query.known_at)
        organisation = reader.organisation_then(moment, day)
        recorded = _recorded_then(reader.session, moment.revision, system_id, query.duty, day)
    if recorded is None:
        then = " at that instant" if query.known_at else ""
        raise NotFound(f"There is no system {system_id}{then}.")
    interim = organisation.common_superior(*recorded.disputed) if recorded.disputed else None
    steps = chain(organisation, recorded.unit_id, recorded.held, query.duty, interim.id if interim else None)
    if not steps:
        raise Conflict("Nobody can act: the register holds no position yet. Register the organisation first.")
    return dump(
        {
            "systemId": system_id,
            "systemName": recorded.name,
            "duty": query.duty.value,
            "at": instant(at),
            "knownAt": query.known_at and instant(query.known_at),
            "actingOrder": next((order for order, step in enumerate(steps, start=1) if step.can_act), None),
            "steps": [_body(organisation, order, step, contacts=contacts) for order, step in enumerate(steps, start=1)],
        }
    )


def _body(organisation: Organisation, order: int, step: Step, *, contacts: bool) -> dict[str, Any]:
    position = organisation.positions[step.position_id]
    contact = organisation.contacts[step.person.person_id] if contacts and step.person else None
    return {
        "order": order,
        "positionId": position.id,
        "title": position.title,
        "managementLevel": position.management_level,
        "unitName": organisation.units[position.unit_id].name,
        "personId": step.person and step.person.person_id,
        "personName": step.person and step.person.name,
        "email": contact and contact.email,
        "phone": contact and contact.phone,
        "role": step.role.value,
        "reason": step.reason,
        "reasonCode": step.code.value,
        "absent": step.absent,
    }


def _recorded(session: Session, system_id: str, duty: Duty, day: date) -> Recorded | None:
    system = session.execute(select(System.name, System.unit_id).where(System.id == system_id)).first()
    if system is None:
        return None
    rows = session.execute(
        select(Responsibility.duty, Responsibility.basis, Responsibility.position_id)
        .where(
            Responsibility.system_id == system_id,
            col(Responsibility.duty).in_([duty.value, Duty.OWNER.value]),
            in_force(day),
        )
        .order_by(col(Responsibility.valid_from), col(Responsibility.id))
    )
    disputed = session.execute(
        select(Dispute.position_id, Dispute.names_position_id)
        .where(
            Dispute.system_id == system_id,
            Dispute.duty == duty.value,
            Dispute.deadline < day,
            or_(col(Dispute.resolved_on).is_(None), col(Dispute.resolved_on) > day),
        )
        .order_by(col(Dispute.id).desc())
        .limit(1)
    ).first()
    return Recorded(system.name, system.unit_id, _held(rows), (disputed[0], disputed[1]) if disputed else None)


def _held(rows: Iterable[Any]) -> list[Held]:
    return [Held(Duty(duty), Basis(basis), position_id) for duty, basis, position_id in rows]


def _recorded_then(session: Session, revision: int, system_id: str, duty: Duty, day: date) -> Recorded | None:
    resources = [System.resource, Responsibility.resource, Dispute.resource]
    known: dict[str, list[PastRow]] = {resource: [] for resource in resources}
    for row in rows_of_systems(session, [system_id], resources, revision):
        known[row.resource].append(row)
    if not known[System.resource]:
        return None
    (system,) = known[System.resource]
    held = [
        (row.day("validFrom") or date.min, row.id, row)
        for row in known[Responsibility.resource]
        if row.values["duty"] in {duty, Duty.OWNER} and covers(row.day("validFrom"), row.day("validUntil"), day)
    ]
    disputes = [row for row in known[Dispute.resource] if row.values["duty"] == duty and _overdue(row, day)]
    newest = max(disputes, key=lambda row: row.id, default=None)
    return Recorded(
        system.values["name"],
        system.values["unitId"],
        _held(
            (row.values["duty"], row.values["basis"], row.values["positionId"]) for *_, row in sorted(held, key=_first)
        ),
        (newest.values["positionId"], newest.values["namesPositionId"]) if newest else None,
    )


def _first(found: tuple[date, str, PastRow]) -> tuple[date, str]:
    return found[:2]


def _overdue(row: PastRow, day: date) -> bool:
    deadline, resolved = row.day("deadline"), row.day("resolvedOn")
    return deadline is not None and deadline < day and (resolved is None or resolved > day)
