"""LIF004: the last contract ends soon, or has ended while the system runs."""

from app.rules.calendar import add_days
from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.rules.wording import danish_date
from app.vocabulary import Severity


@rule(
    "LIF004",
    severity=Severity.MEDIUM,
    title="Kontrakten udløber",
    parameters=("contractEndsWithinDays",),
    evidence=("contractId", "endsOn"),
)
def contract_end(system: SystemFacts, policy: Policy) -> Verdict:
    """Why: Uden kontrakt er der hverken ret til support eller en aftalt pris, og et udbud tager tid.

    Alvoren er høj, når kontrakten allerede er udløbet.

    Fix: Forlæng kontrakten, indgå en ny, eller udfas systemet inden udløbet.
    """
    if not system.in_use or not system.contracts:
        return NOT_APPLICABLE
    ends = [(contract.ends_on, contract) for contract in system.contracts if contract.ends_on is not None]
    if len(ends) < len(system.contracts):
        return OK
    ends_on, contract = max(ends, key=lambda end: (end[0], end[1].id))
    if ends_on > add_days(system.today, policy.contract_ends_within_days):
        return OK
    ended, day = ends_on < system.today, danish_date(ends_on)
    return flag(
        f"Kontrakten {contract.name} udløb den {day}, men systemet er stadig i brug."
        if ended
        else f"Kontrakten {contract.name} udløber den {day}, og ingen anden kontrakt afløser den.",
        field="contracts",
        severity=Severity.HIGH if ended else None,
        contractId=contract.id,
        endsOn=ends_on.isoformat(),
    )
