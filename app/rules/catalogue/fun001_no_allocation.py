"""FUN001: no money is allocated this fiscal year."""

from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.funding import costs_nothing, estimated, has_allocation
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag, unknown
from app.rules.wording import kroner
from app.vocabulary import Answer, Severity


@rule(
    "FUN001",
    severity=Severity.HIGH,
    title="Ingen bevilling i år",
    evidence=("fiscalYear", "estimatedDkk"),
)
def no_allocation(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: Et system i brug koster penge og tid; uden bevilling tages de fra noget andet.

    Fix: Bevilg penge til systemet, eller registrér et skøn på 0 kr., hvis det ikke koster noget.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    lines, year = system.this_year, system.today.year
    allocation = has_allocation(lines)
    if not lines or allocation is Answer.UNKNOWN:
        return unknown(f"Bevillingen for {year} er ukendt.", field="funding", fiscalYear=year)
    if allocation is Answer.YES or costs_nothing(lines):
        return OK
    cost = estimated(lines).whole
    message = f"Der er bevilget 0 kr. til systemet i {year}."
    if cost is not None:
        message += f" Det skønnes at koste {kroner(cost)}"
    return flag(message, field="funding", fiscalYear=year, estimatedDkk=cost)
