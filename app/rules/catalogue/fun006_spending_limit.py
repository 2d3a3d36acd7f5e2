"""FUN006: the owner may spend less than the system costs in a year."""

from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.funding import estimated
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag, unknown
from app.rules.wording import kroner, position
from app.vocabulary import Severity


@rule(
    "FUN006",
    severity=Severity.MEDIUM,
    title="Ejerens beløbsgrænse er for lav",
    evidence=("budgetLimitDkk", "yearlyCostDkk", "fiscalYear"),
)
def spending_limit(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: En ejer, der ikke må disponere over det, systemet koster, kan ikke træffe beslutninger om det.

    Fix: Hæv stillingens beløbsgrænse, eller flyt ejerskabet til en stilling, hvis beløbsgrænse rækker.
    """
    owner = system.owner
    if not system.in_use or owner is None:
        return NOT_APPLICABLE
    limit, cost, year = owner.budget_limit_dkk, estimated(system.this_year).whole, system.today.year
    if limit is None:
        return unknown(f"Beløbsgrænsen for {position(owner.title)} er ikke registreret.", field="owner")
    if cost is None:
        return unknown(f"Skønnet for {year} mangler.", field="funding", fiscalYear=year)
    if limit >= cost:
        return OK
    return flag(
        f"Systemet skønnes at koste {kroner(cost)} i {year}, men beløbsgrænsen for {position(owner.title)} "
        f"er {kroner(limit)}",
        field="owner",
        budgetLimitDkk=limit,
        yearlyCostDkk=cost,
    )
