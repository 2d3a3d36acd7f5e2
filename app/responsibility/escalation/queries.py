"""Reading what a chain is made of: a constant number of queries, now, at another day, or as it was known once."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Date, Select, bindparam, or_, select

from app.core.among import among
from app.core.canonical import dump, instant
from app.core.errors import Conflict
from app.core.languages import Text
from app.core.periods import in_force
from app.models import Contract, Person, Responsibility, System, contract_system
from app.register.chain import Chain, ChainStep, HeldDuty, build_chain
from app.register.known import Known, TableOf
from app.register.organisation import Organisation
from app.responsibility.disputes.queries import interim_of, overdue
from app.responsibility.escalation.contacts import contacts_of
from app.responsibility.escalation.reaching import acting_order, unreached
from app.responsibility.escalation.schemas import EscalationQuery
from app.security.reader import Reader
from app.security.sightings import ReadKind
from app.vocabulary import Basis, ContractKind, Duty, Lifecycle, Permission


@dataclass(frozen=True, slots=True)
class _Asked:
    """What the chain is asked about: the system as it is known, the organisation of the day, and running contracts."""

    system: Any
    organisation: Organisation
    contracts: list[Any]


def escalation(reader: Reader, system_id: str, query: EscalationQuery) -> bytes:
    """The chain as JSON, with phone numbers and mail addresses where the caller may see them.

    Raises NotFound for a system that is not known, or was not then; Conflict while there is no position at all;
    InvalidInput for an instant of knowledge before the register began, or to come.
    """
    known = reader.known(query.known_at)
    at = _asked_for(reader, known, query)
    day = reader.clock.day_of(at)
    values = {"system_id": system_id, "duties": [query.duty.value, Duty.OWNER.value], "day": day}
    found, responsible, contracts, disputed = known.rows_of_each((_system, _responsible, _contracts, overdue), values)
    if not found:
        raise known.absent(Text(f"There is no system {system_id}", da=f"Der findes intet system med id'et {system_id}"))
    (system,) = found
    asked = _Asked(system, known.organisation_on(day), _sorted(contracts))
    interim = interim_of(disputed, asked.organisation).get(query.duty)
    held = [HeldDuty(Duty(duty), Basis(basis), position_id) for duty, basis, position_id in responsible]
    chain = build_chain(asked.organisation, system.unit_id, held, query.duty, interim.id if interim else None)
    if not chain.steps:
        raise Conflict(
            Text(
                "Nobody can act: the register holds no position yet. Register the organisation first.",
                da="Ingen kan handle, for registret har endnu ingen stillinger. Registrér organisationen først.",
            )
        )
    # Whose numbers the caller may see follows from today, whatever day is asked about.
    contacts = bool(reader.covered(Permission.SEE_CHAIN_CONTACTS, [system_id]))
    if contacts:
        people = {step.person.person_id for step in chain.steps if step.person}
        named = [(System.resource, system_id), *((Person.resource, person_id) for person_id in people)]
        reader.sightings.add(ReadKind.CONTACTS, *named)
    return dump(
        {
            "systemId": system_id,
            "systemName": system.name,
            "duty": query.duty.value,
            "at": instant(at),
            "knownAt": known.moment and instant(known.moment.at),
            **_answer(asked, chain, contacts=contacts),
        }
    )


def _answer(asked: _Asked, chain: Chain, *, contacts: bool) -> dict[str, Any]:
    organisation, system = asked.organisation, asked.system
    order = acting_order(organisation, chain)
    others = contacts_of(organisation, system, asked.contracts)
    return {
        "actingOrder": order,
        "missing": [*_closed(system), *chain.missing, *unreached(organisation, chain, order, others)],
        "steps": [
            _step(organisation, order, step, contacts=contacts) for order, step in enumerate(chain.steps, start=1)
        ],
        "contacts": [{**contact, "phone": contact["phone"] if contacts else None} for contact in others],
        "emergencyPlanUrl": system.emergency_plan_url,
    }


def _closed(system: Any) -> list[str]:  # noqa: ANN401 - a row of systems
    return ["Systemet er nedlagt."] if system.lifecycle == Lifecycle.RETIRED else []


def _asked_for(reader: Reader, known: Known, query: EscalationQuery) -> datetime:
    """The instant at which someone has to act; noon, where a day was asked for."""
    if query.at is not None:
        return reader.clock.noon_of(query.at)
    return known.moment.at if known.moment else reader.clock.now()


def _system(table: TableOf) -> Select[Any]:
    row = table(System).c
    shown = (row.name, row.unit_id, row.supplier, row.operation_supplier, row.emergency_plan_url, row.lifecycle)
    return select(row.id, *shown).where(row.id == bindparam("system_id"))


def _responsible(table: TableOf) -> Select[Any]:
    """Who owns the system on the day, and who holds the duty, the longest first."""
    row = table(Responsibility).c
    return (
        select(row.duty, row.basis, row.position_id)
        .where(
            row.system_id == bindparam("system_id"),
            among(row.duty, "duties"),
            in_force(row, bindparam("day", type_=Date)),
        )
        .order_by(row.valid_from, row.id)
    )


def _sorted(contracts: Sequence[Any]) -> list[Any]:
    """Those of the system's operation first."""
    kinds = [ContractKind.OPERATION, ContractKind.MAINTENANCE, ContractKind.LICENCE]
    ranks = {kind.value: rank for rank, kind in enumerate(kinds)}
    return sorted(contracts, key=lambda found: ranks.get(found.kind, len(ranks)))


def _contracts(table: TableOf) -> Select[Any]:
    """The system's contracts that are in force on the day."""
    row, day = table(Contract).c, bindparam("day", type_=Date)
    return (
        select(row.id, row.name, row.kind, row.supplier, row.reference, row.hotline, row.hotline_hours)
        .join(contract_system, contract_system.c.contract_id == row.id)
        .where(
            contract_system.c.system_id == bindparam("system_id"),
            or_(row.starts_on.is_(None), row.starts_on <= day),
            or_(row.ends_on.is_(None), row.ends_on >= day),
        )
        .order_by(row.id)
    )


def _step(organisation: Organisation, order: int, step: ChainStep, *, contacts: bool) -> dict[str, Any]:
    position = organisation.positions[step.position_id]
    contact = organisation.contacts[step.person.person_id] if contacts and step.person else None
    away = step.person.away if step.person else None
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
        "vacant": step.person is None,
        "absent": away is not None,
        "absentUntil": away and away.last,
    }
