"""FUN000: it is not known what is allocated for this fiscal year's operation."""

from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.vocabulary import Purpose, Severity


@rule(
    "FUN000",
    severity=Severity.MEDIUM,
    title="Finansieringen er ukendt",
    evidence=("fiscalYear", "lines", "linesWithoutAllocation"),
)
def unknown_funding(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: Uden kendt bevilling kan ingen se, om der er penge til at drive systemet.

    Penge til udvikling og afvikling tæller ikke med her.

    Fix: Registrér årets bevilling til systemets drift; er den 0 kr., så skriv 0.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    year = system.today.year
    lines = system.lines_of(year, Purpose.OPERATION)
    missing = sum(line.allocated_dkk is None for line in lines)
    if lines and not missing:
        return OK
    message = (
        f"Bevillingen til driften i {year} er ukendt på {missing} af {len(lines)} budgetlinjer."
        if len(lines) > 1
        else f"Bevillingen til driften i {year} er ukendt."
    )
    return flag(message, field="funding", fiscalYear=year, lines=len(lines), linesWithoutAllocation=missing)
