"""Facts for tests: a healthy system on an ordinary day, and the changes that a case makes to it."""

from dataclasses import replace
from datetime import date
from typing import Any

from app.rules.facts import (
    AttestationFacts,
    BudgetHolderFacts,
    BudgetLineFacts,
    ContractFacts,
    DutyFacts,
    DutyHolder,
    HolderFacts,
    OwnerFacts,
    OwnershipFacts,
    Period,
    PositionRef,
    ResponderFacts,
    SystemFacts,
    YearSums,
)
from app.vocabulary import (
    DUTIES,
    Acquisition,
    Answer,
    BudgetKind,
    ContractKind,
    Criticality,
    Duty,
    Lifecycle,
    SupportHours,
)

TODAY = date(2026, 6, 15)

COUNCIL = PositionRef("council", "Byrådet", 0)
DIRECTOR = PositionRef("director", "Direktør for arbejdsmarked", 1)
HEAD = PositionRef("head", "Ydelseschef", 2)
MANAGER = PositionRef("manager", "Afdelingsleder, ydelser", 3)

_HOLDER = HolderFacts("person-1", "Karen Holm", since=date(2022, 1, 1), leaves_on=None, has_contact=True)
_OWNER = OwnerFacts(
    position_id=HEAD.id,
    title=HEAD.title,
    management_level=HEAD.management_level,
    unit_id="unit-1",
    unit_name="Ydelser",
    budget_authority=Answer.YES,
    budget_limit_dkk=2_000_000,
    since=date(2023, 1, 1),
    holder=_HOLDER,
    has_successor=False,
    deputised=False,
    superiors=(DIRECTOR, COUNCIL),
    systems_owned=3,
)
_BUDGET_HOLDER = BudgetHolderFacts(HEAD.id, HEAD.title, Answer.YES, in_owner_line=True)
_LINE = BudgetLineFacts(TODAY.year, BudgetKind.OPERATION, 900_000, 900_000, _BUDGET_HOLDER)
_CONTRACT = ContractFacts(
    "contract-1",
    "Driftsaftale",
    ContractKind.OPERATION,
    date(2024, 1, 1),
    date(2028, 12, 31),
    notice_months=None,
    discontinued=False,
    has_hotline=False,
)
_OWNERSHIP = OwnershipFacts(Period(date(2023, 1, 1), None), (Period(date(2022, 1, 1), None),))
_RESPONDER = ResponderFacts("position-Systemforvalter", "Systemforvalter", has_contact=True)


_ATTESTATION = AttestationFacts(
    date(2026, 1, 10),
    confirms_ownership=True,
    insight=Answer.YES,
    time=Answer.YES,
    money=Answer.YES,
    owner_position_id=HEAD.id,
    owner_person_id="person-1",
    criticality=Criticality.BUSINESS_CRITICAL,
    sums=((TODAY.year, YearSums(900_000, 900_000)),),
    asked=None,
)


def make_duty_holder(title: str = "Systemforvalter") -> DutyHolder:
    """A position that holds a duty; the same title is the same position."""
    return DutyHolder(f"position-{title}", title, f"person-{title}", f"Indehaver af {title}")


def make_duties(**holders: tuple[str, str]) -> tuple[DutyFacts, ...]:
    """The four duties, in order; `fix=("A, B", "")`: the titles that hold it formally and in practice."""
    return tuple(_duty(duty, *holders.get(duty.value, ("Systemforvalter", "Systemforvalter"))) for duty in DUTIES)


def _duty(duty: Duty, formal: str, practice: str) -> DutyFacts:
    return DutyFacts(duty, _holders(formal), _holders(practice))


def _holders(titles: str) -> tuple[DutyHolder, ...]:
    return tuple(make_duty_holder(title) for title in titles.split(", ") if title)


def make_holder(**changes: Any) -> HolderFacts:
    return replace(_HOLDER, **changes)


def make_owner(**changes: Any) -> OwnerFacts:
    return replace(_OWNER, **changes)


def make_budget_holder(**changes: Any) -> BudgetHolderFacts:
    return replace(_BUDGET_HOLDER, **changes)


def make_line(**changes: Any) -> BudgetLineFacts:
    return replace(_LINE, **changes)


def make_contract(**changes: Any) -> ContractFacts:
    return replace(_CONTRACT, **changes)


def make_ownership(**changes: Any) -> OwnershipFacts:
    """Owned since 2023 by a position that somebody has held since 2022; without an end."""
    return replace(_OWNERSHIP, **changes)


def make_responder(title: str = "Systemforvalter", *, has_contact: bool = True) -> ResponderFacts:
    return ResponderFacts(f"position-{title}", title, has_contact)


def make_ownership_duty(formal: str = "Ydelseschef", practice: str = "Ydelseschef") -> DutyFacts:
    """Who owns the system formally and in practice, by titles."""
    return _duty(Duty.OWNER, formal, practice)


def make_attestation(**changes: Any) -> AttestationFacts:
    return replace(_ATTESTATION, **changes)


_HEALTHY = SystemFacts(
    id="system-1",
    name="KSD",
    criticality=Criticality.BUSINESS_CRITICAL,
    lifecycle=Lifecycle.IN_OPERATION,
    taken_into_use_on=date(2019, 3, 1),
    phased_out_on=None,
    acquisition=Acquisition.COMMERCIAL,
    operation_supplier=None,
    support_hours=SupportHours.WORKING_HOURS,
    has_emergency_plan=True,
    confirmed_on=date(2026, 1, 10),
    registered_on=date(2020, 1, 1),
    owner=_OWNER,
    ownerships=(_OWNERSHIP,),
    ownership=_duty(Duty.OWNER, "Ydelseschef", "Ydelseschef"),
    duties=make_duties(),
    responders=(_RESPONDER,),
    on_call=False,
    budget_lines=(_LINE,),
    contracts=(_CONTRACT,),
    attestation=_ATTESTATION,
    disputes=(),
    today=TODAY,
)


def make_facts(**changes: Any) -> SystemFacts:
    """A system with which every rule is content, with the changes."""
    return replace(_HEALTHY, **changes)
