"""FUN001: no money is allocated for this fiscal year's operation."""

from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.funding import costs_nothing, estimated, has_allocation
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag, unknown
from app.rules.wording import kroner
from app.vocabulary import Answer, Purpose, Severity


@rule(
    "FUN001",
    severity=Severity.HIGH,
    title="Ingen bevilling til driften i år",
    evidence=("fiscalYear", "estimatedDkk"),
)
def no_allocation(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: Et system i brug koster penge og tid; uden bevilling tages de fra noget andet.

    Kun penge til drift, licenser og timer tæller: penge til udvikling eller afvikling driver ikke systemet.

    Fix: Bevilg penge til driften, eller registrér et skøn på 0 kr., hvis det ikke koster noget.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    year = system.today.year
    lines = system.lines_of(year, Purpose.OPERATION)
    allocation = has_allocation(lines)
    if not lines or allocation is Answer.UNKNOWN:
        return unknown(f"Bevillingen til driften i {year} er ukendt.", field="funding", fiscalYear=year)
    if allocation is Answer.YES or costs_nothing(lines):
        return OK
    cost = estimated(lines).whole
    message = f"Der er bevilget 0 kr. til systemets drift i {year}."
    if cost is not None:
        message += f" Driften skønnes at koste {kroner(cost)}"
    return flag(message, field="funding", fiscalYear=year, estimatedDkk=cost)
