"""Reading what a chain is made of: a constant number of queries, now, at another day, or as it was known once."""

from datetime import date, datetime
from typing import Any

from sqlmodel import select

from app.core.canonical import dump, instant
from app.core.errors import Conflict
from app.core.languages import Text
from app.core.periods import in_force
from app.models import Responsibility, System
from app.register.known import Known
from app.register.organisation import Organisation
from app.register.reader import Reader
from app.responsibility.disputes.queries import interim_on
from app.responsibility.escalation.chain import ChainStep, HeldDuty, chain
from app.responsibility.escalation.schemas import EscalationQuery
from app.vocabulary import Basis, Duty


def escalation(reader: Reader, system_id: str, query: EscalationQuery, *, contacts: bool) -> bytes:
    """The chain as JSON, with mail and phone where `contacts` says so.

    Raises NotFound for a system that is not known, or was not then; Conflict while there is no position at all;
    InvalidInput for an instant of knowledge before the register began, or to come.
    """
    known = reader.known(query.known_at)
    at = _asked_for(reader, known, query)
    day = reader.clock.day_of(at)
    row = known.table(System).c
    system = known.session.execute(select(row.name, row.unit_id).where(row.id == system_id)).first()
    if system is None:
        raise known.absent(Text(f"There is no system {system_id}", da=f"Der findes intet system med id'et {system_id}"))
    organisation = known.organisation_on(day)
    interim = interim_on(known, system_id, day, [query.duty]).get(query.duty)
    held = _held(known, system_id, query.duty, day)
    steps = chain(organisation, system.unit_id, held, query.duty, interim.id if interim else None)
    if not steps:
        raise Conflict(
            Text(
                "Nobody can act: the register holds no position yet. Register the organisation first.",
                da="Ingen kan handle, for registret har endnu ingen stillinger. Registrér organisationen først.",
            )
        )
    return dump(
        {
            "systemId": system_id,
            "systemName": system.name,
            "duty": query.duty.value,
            "at": instant(at),
            "knownAt": known.moment and instant(known.moment.at),
            "actingOrder": next((order for order, step in enumerate(steps, start=1) if step.can_act), None),
            "steps": [_body(organisation, order, step, contacts=contacts) for order, step in enumerate(steps, start=1)],
        }
    )


def _asked_for(reader: Reader, known: Known, query: EscalationQuery) -> datetime:
    """The instant at which someone has to act; noon, where a day was asked for."""
    if query.at is not None:
        return reader.clock.noon_of(query.at)
    return known.moment.at if known.moment else reader.clock.now()


def _held(known: Known, system_id: str, duty: Duty, day: date) -> list[HeldDuty]:
    """Who owns the system on the day, and who holds the duty, the longest first."""
    row = known.table(Responsibility).c
    statement = (
        select(row.duty, row.basis, row.position_id)
        .where(row.system_id == system_id, row.duty.in_([duty.value, Duty.OWNER.value]), in_force(row, day))
        .order_by(row.valid_from, row.id)
    )
    return [
        HeldDuty(Duty(held), Basis(basis), position_id) for held, basis, position_id in known.session.execute(statement)
    ]


def _body(organisation: Organisation, order: int, step: ChainStep, *, contacts: bool) -> dict[str, Any]:
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
