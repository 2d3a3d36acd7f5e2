"""LIF004: contracts of a kind end soon and none follows, or notice has to be given soon."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import takewhile

from app.rules.calendar import add_days, add_months
from app.rules.coverage import Hole, holes
from app.rules.engine import rule
from app.rules.facts import ContractFacts, SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag, unknown
from app.rules.wording import danish_date, quoted
from app.vocabulary import ContractKind, Severity

#: The kinds without which a system cannot run for long.
_NEEDED = (ContractKind.LICENCE, ContractKind.OPERATION, ContractKind.MAINTENANCE)


@dataclass(frozen=True, slots=True)
class _Deadline:
    """Something that has to be done about a contract by a day; `past`: the system runs without it already."""

    kind: ContractKind
    by: date
    message: str
    contract: ContractFacts | None
    past: bool = False
    notice_by: date | None = None

    @property
    def urgency(self) -> tuple[bool, date, str]:
        return not self.past, self.by, self.kind.value


@rule(
    "LIF004",
    severity=Severity.MEDIUM,
    title="Kontrakten udløber",
    parameters=("contractEndsWithinDays", "contractNoticeWithinDays"),
    evidence=("contractKinds", "contractId", "endsOn", "uncoveredFrom", "noticeBy"),
)
def contract_end(system: SystemFacts, policy: Policy) -> Verdict:
    """Why: Uden kontrakt er der hverken ret til support eller en aftalt pris, og et udbud tager tid.

    Licens, drift og vedligeholdelse ses hver for sig: en aftale om drift afløser ikke en licens. En kontrakt, hvis art
    er ukendt, kan afløses af enhver anden. Alvoren er høj, når der ikke er nogen kontrakt af den art i dag.

    Fix: Forlæng kontrakten, indgå en ny fra dagen efter, eller registrér, at den bevidst ikke afløses.
    """
    if not system.in_use or not system.contracts:
        return NOT_APPLICABLE
    deadlines = sorted(_deadlines(system, policy), key=lambda deadline: deadline.urgency)
    if deadlines:
        return _flagged(deadlines)
    return _unless_unknown(system, policy)


def _deadlines(system: SystemFacts, policy: Policy) -> Iterator[_Deadline]:
    for kind in (*_NEEDED, ContractKind.UNKNOWN):
        of_kind = [contract for contract in system.contracts if contract.kind is kind]
        if of_kind:
            # A contract of an unknown kind may be followed by any other.
            yield from _holes(kind, system.contracts if kind is ContractKind.UNKNOWN else of_kind, system.today, policy)
            yield from _notices(kind, of_kind, system.today, policy)


def _holes(kind: ContractKind, contracts: Iterable[ContractFacts], today: date, policy: Policy) -> Iterator[_Deadline]:
    """The first that matters; of a group, the one that a contract of another kind leaves is that kind's own."""
    within = add_days(today, policy.contract_ends_within_days)
    for hole in takewhile(lambda hole: hole.first <= within, holes(contracts, today)):
        if not hole.is_on_purpose and (hole.last is None or hole.last.kind is kind):
            yield _Deadline(kind, hole.first, _ending(kind, hole, today), hole.last, past=hole.first <= today)
            return


def _ending(kind: ContractKind, hole: Hole, today: date) -> str:
    of_kind = "" if kind is ContractKind.UNKNOWN else f" om {kind.label}"
    if hole.last is None or hole.last.ends_on is None:
        return f"Ingen kontrakt{of_kind} dækker systemet i dag."
    name, day = quoted(hole.last.name), danish_date(hole.last.ends_on)
    if hole.first <= today:
        return f"{name} udløb den {day}. Ingen anden kontrakt{of_kind} dækker systemet i dag, men det er stadig i brug."
    return f"{name} udløber den {day}, og ingen anden kontrakt{of_kind} afløser den dagen efter."


def _notices(
    kind: ContractKind, contracts: Iterable[ContractFacts], today: date, policy: Policy
) -> Iterator[_Deadline]:
    last = add_days(today, policy.contract_notice_within_days)
    for contract in contracts:
        notice_by = _notice_by(contract)
        if notice_by is None or contract.discontinued or not today <= notice_by <= last:
            continue
        message = (
            f"{quoted(contract.name)} skal opsiges senest den {danish_date(notice_by)}, hvis den ikke skal løbe videre."
        )
        yield _Deadline(kind, notice_by, message, contract, notice_by=notice_by)


def _notice_by(contract: ContractFacts) -> date | None:
    """The last day on which notice can be given; None where no notice is agreed, or there is no end."""
    if contract.notice_months is None or contract.ends_on is None:
        return None
    return add_months(contract.ends_on, -contract.notice_months)


def _flagged(deadlines: list[_Deadline]) -> Verdict:
    """The evidence is that of the most urgent; the message tells all."""
    first = deadlines[0]
    contract = first.contract
    return flag(
        " ".join(deadline.message for deadline in deadlines),
        field="contracts",
        severity=Severity.HIGH if first.past else None,
        contractKinds=list(dict.fromkeys(deadline.kind.value for deadline in deadlines)),
        contractId=contract.id if contract else None,
        endsOn=contract.ends_on.isoformat() if contract and contract.ends_on else None,
        uncoveredFrom=None if first.notice_by else first.by.isoformat(),
        noticeBy=first.notice_by.isoformat() if first.notice_by else None,
    )


def _unless_unknown(system: SystemFacts, policy: Policy) -> Verdict:
    """Where one whose kind is unknown ends, nobody can see whether another one follows it."""
    unclear = [contract for contract in system.contracts if contract.kind is ContractKind.UNKNOWN]
    hole = next(holes(unclear, system.today), None) if unclear else None
    within = add_days(system.today, policy.contract_ends_within_days)
    if hole is None or hole.first > within or hole.last is None or hole.is_on_purpose:
        return OK
    return unknown(
        f"Arten af {quoted(hole.last.name)} er ukendt, så det kan ikke ses, om en anden kontrakt afløser den.",
        field="contracts",
        contractId=hole.last.id,
    )
