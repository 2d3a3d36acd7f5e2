"""Gathering the facts of a chunk of systems: a constant number of queries, however many systems or rows."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from app.core.values import value
from app.register.chain import HeldDuty, build_chain
from app.register.fact_rows import fact_rows, known_responsibility_rows, owned_counts
from app.register.organisation import RESPONDERS, Organisation
from app.register.practice import Practice, attestation_facts, dispute_facts, gather_practice
from app.rules.facts import (
    BudgetHolderFacts,
    BudgetLineFacts,
    ContractFacts,
    DisputeFacts,
    DutyFacts,
    DutyHolder,
    OwnerFacts,
    OwnershipFacts,
    Period,
    ResponderFacts,
    SystemFacts,
)
from app.vocabulary import (
    DUTIES,
    Acquisition,
    Answer,
    Basis,
    BudgetKind,
    ContractKind,
    Criticality,
    Duty,
    Lifecycle,
    SupportHours,
)


@value()
class Holding:
    """A responsibility in force, of a position: `since` its first day."""

    duty: Duty
    basis: Basis
    holder: DutyHolder
    since: date


@value()
class Gathered:
    """A system's own row, the units that use it beside its main user, its facts, and what cards say besides.

    `held`: who holds what today, ownership included, on either basis.
    """

    row: Row[Any]
    using_unit_ids: list[str]
    facts: SystemFacts
    held: tuple[Holding, ...]
    practice: Practice


def gather(session: Session, organisation: Organisation, system_ids: Sequence[str]) -> list[Gathered]:
    """The facts of the systems that exist among `system_ids`, in the order of their ids."""
    connection = session.connection()
    rows = fact_rows(connection, organisation.today, system_ids)
    responsibilities = rows.responsibilities
    practices = gather_practice(rows, organisation.today)
    owners = {
        row.position_id
        for found in responsibilities.values()
        for row in _begun(found, organisation.today)
        if _owns(row)
    }
    owned = owned_counts(connection, organisation.today, owners)
    found = []
    for row in rows.systems:
        now = _begun(responsibilities[row.id], organisation.today)
        held = _held(organisation, now)
        practice = practices[row.id]
        owner = next((_owner(organisation, row, owned) for row in now if _owns(row)), None)
        budget = _budget(organisation, rows.budgets[row.id], owner)
        facts = _facts(
            organisation,
            row,
            _Answering(owner, _ownerships(organisation, filter(_owns, responsibilities[row.id])), held),
            budget,
            _contracted(rows.contracts[row.id]),
            practice,
        )
        found.append(Gathered(row, sorted(link.unit_id for link in rows.using[row.id]), facts, held, practice))
    return found


def held_on(
    session: Session,
    table: Any,  # noqa: ANN401 - the responsibilities as they are, or were, known
    organisation: Organisation,
    system_ids: Sequence[str],
) -> Mapping[str, tuple[Holding, ...]]:
    """Who holds what of the systems on the day of the organisation, ownership included, on either basis."""
    rows = known_responsibility_rows(session.connection(), table, organisation.today, system_ids)
    return {system_id: _held(organisation, rows[system_id]) for system_id in system_ids}


def _contracted(rows: Iterable[Any]) -> tuple[ContractFacts, ...]:
    return tuple(
        ContractFacts(
            row.id,
            row.name,
            ContractKind(row.kind),
            row.starts_on,
            row.ends_on,
            row.notice_months,
            row.discontinued,
            has_hotline=row.hotline is not None,
        )
        for row in rows
    )


def _owns(row: Any) -> bool:  # noqa: ANN401 - a row of responsibilities
    return bool(row.duty == Duty.OWNER and row.basis == Basis.FORMAL)


def _begun(rows: Iterable[Any], day: date) -> list[Any]:
    return [row for row in rows if row.valid_from <= day]


@value()
class _Answering:
    """Who answers for a system: its owner, the ownerships of today and to come, and all that is held today."""

    owner: OwnerFacts | None
    ownerships: tuple[OwnershipFacts, ...]
    held: tuple[Holding, ...]


def _facts(
    organisation: Organisation,
    row: Any,  # noqa: ANN401 - a row of the table system
    answering: _Answering,
    budget: tuple[BudgetLineFacts, ...],
    contracts: tuple[ContractFacts, ...],
    practice: Practice,
) -> SystemFacts:
    disputes = dispute_facts(organisation, practice.disputes)
    holders = holders_by_duty(answering.held)
    ownership, *duties = (
        DutyFacts(duty, holders(duty, Basis.FORMAL), holders(duty, Basis.PRACTICE)) for duty in (Duty.OWNER, *DUTIES)
    )
    return SystemFacts(
        id=row.id,
        name=row.name,
        criticality=Criticality(row.criticality),
        lifecycle=Lifecycle(row.lifecycle),
        taken_into_use_on=row.taken_into_use_on,
        phased_out_on=row.phased_out_on,
        acquisition=Acquisition(row.acquisition),
        operation_supplier=row.operation_supplier,
        support_hours=SupportHours(row.support_hours),
        has_emergency_plan=row.emergency_plan_url is not None,
        confirmed_on=row.confirmed_on,
        registered_on=row.created_at.date(),
        owner=answering.owner,
        ownerships=answering.ownerships,
        ownership=ownership,
        duties=tuple(duties),
        responders=_responders(organisation, row.unit_id, answering.held, disputes),
        on_call=organisation.on_call(row.unit_id) is not None,
        budget_lines=budget,
        contracts=contracts,
        attestation=attestation_facts(organisation, practice),
        disputes=disputes,
        today=organisation.today,
    )


def _responders(
    organisation: Organisation, unit_id: str | None, held: Iterable[Holding], disputes: Iterable[DisputeFacts]
) -> tuple[ResponderFacts, ...]:
    """The first of the chain for the duty to fix who are there."""
    overdue = (one.interim for one in disputes if one.duty is Duty.FIX and one.deadline < organisation.today)
    interim = next(overdue, None)
    duties = [HeldDuty(holding.duty, holding.basis, holding.holder.position_id) for holding in held]
    chain = build_chain(organisation, unit_id, duties, Duty.FIX, interim.id if interim else None, RESPONDERS)
    return tuple(
        ResponderFacts(step.position_id, organisation.positions[step.position_id].title, step.person.has_contact)
        for step in chain.there[:RESPONDERS]
        if step.person is not None
    )


def _ownerships(organisation: Organisation, rows: Iterable[Any]) -> tuple[OwnershipFacts, ...]:
    return tuple(
        OwnershipFacts(Period(row.valid_from, row.valid_until), organisation.incumbency(row.position_id).held)
        for row in rows
    )


def holders_by_duty(held: Iterable[Holding]) -> Callable[[Duty, Basis], tuple[DutyHolder, ...]]:
    """What gives those who hold a duty on a basis."""
    found: dict[tuple[Duty, Basis], tuple[DutyHolder, ...]] = {}
    for one in held:
        key = (one.duty, one.basis)
        found[key] = (*found.get(key, ()), one.holder)
    return lambda duty, basis: found.get((duty, basis), ())


def _held(organisation: Organisation, responsibilities: Iterable[Any]) -> tuple[Holding, ...]:
    """Each position once per duty and basis."""
    found: dict[tuple[str, str, str], Holding] = {}
    for row in responsibilities:
        holder = organisation.incumbency(row.position_id).holder
        found[row.duty, row.basis, row.position_id] = Holding(
            Duty(row.duty),
            Basis(row.basis),
            DutyHolder(
                row.position_id,
                organisation.positions[row.position_id].title,
                holder.person_id if holder else None,
                holder.name if holder else None,
            ),
            row.valid_from,
        )
    return tuple(found.values())


def _budget(organisation: Organisation, lines: Iterable[Any], owner: OwnerFacts | None) -> tuple[BudgetLineFacts, ...]:
    return tuple(
        BudgetLineFacts(
            line.fiscal_year,
            BudgetKind(line.kind),
            line.estimated_dkk,
            line.allocated_dkk,
            _budget_holder(organisation, line.holder_position_id, owner),
        )
        for line in lines
    )


def _owner(organisation: Organisation, held: Any, owned: Mapping[str, int]) -> OwnerFacts:  # noqa: ANN401 - a row
    position = organisation.positions[held.position_id]
    incumbency = organisation.incumbency(position.id)
    return OwnerFacts(
        position_id=position.id,
        title=position.title,
        management_level=position.management_level,
        unit_id=position.unit_id,
        unit_name=organisation.units[position.unit_id].name,
        budget_authority=Answer(position.budget_authority),
        budget_limit_dkk=position.budget_limit_dkk,
        since=held.valid_from,
        holder=incumbency.holder,
        has_successor=bool(incumbency.coming),
        deputised=any(deputy.away is None for deputy in incumbency.deputies),
        superiors=organisation.line(position.id),
        systems_owned=owned.get(position.id, 0),
    )


def _budget_holder(
    organisation: Organisation, position_id: str | None, owner: OwnerFacts | None
) -> BudgetHolderFacts | None:
    if position_id is None:
        return None
    position = organisation.positions[position_id]
    return BudgetHolderFacts(
        position_id,
        position.title,
        Answer(position.budget_authority),
        owner is not None and organisation.in_line(owner.position_id, position_id),
    )
