"""FUN002: less is allocated this fiscal year than the system is estimated to cost."""

from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.funding import allocated, estimated, falls_short
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag, unknown
from app.rules.wording import kroner
from app.vocabulary import Severity


@rule(
    "FUN002",
    severity=Severity.HIGH,
    title="Bevillingen er for lille",
    parameters=("fundingTolerancePercent",),
    evidence=("fiscalYear", "estimatedDkk", "allocatedDkk", "missingDkk"),
)
def underfunded(system: SystemFacts, policy: Policy) -> Verdict:
    """Why: Er der bevilget mindre, end systemet koster, bliver fejl og sikkerhed udskudt.

    Fix: Hæv bevillingen, sænk omkostningerne, eller ret skønnet, hvis det er forkert.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    year = system.today.year
    money, cost = allocated(system.this_year).whole, estimated(system.this_year).whole
    if money is None:
        return unknown(f"Bevillingen for {year} er ukendt.", field="funding", fiscalYear=year)
    if money == 0:
        return NOT_APPLICABLE
    if cost is None:
        return unknown(f"Skønnet for {year} mangler.", field="funding", fiscalYear=year)
    if not falls_short(money, cost, policy.funding_tolerance_percent):
        return OK
    return flag(
        f"Der er bevilget {kroner(money)} for {year}, men systemet skønnes at koste {kroner(cost)}"
        f" Der mangler {kroner(cost - money)}",
        field="funding",
        fiscalYear=year,
        estimatedDkk=cost,
        allocatedDkk=money,
        missingDkk=cost - money,
    )
