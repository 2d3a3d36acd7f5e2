"""FUN000: it is not known what is allocated this fiscal year."""

from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.vocabulary import Severity


@rule(
    "FUN000",
    severity=Severity.MEDIUM,
    title="Finansieringen er ukendt",
    evidence=("fiscalYear", "lines", "linesWithoutAllocation"),
)
def unknown_funding(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: Uden kendt bevilling kan ingen se, om der er penge til at drive systemet.

    Fix: Registrér årets bevilling til systemet; er den 0 kr., så skriv 0.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    lines, year = system.this_year, system.today.year
    missing = sum(line.allocated_dkk is None for line in lines)
    if lines and not missing:
        return OK
    message = (
        f"Bevillingen for {year} er ukendt på {missing} af {len(lines)} budgetlinjer."
        if len(lines) > 1
        else f"Bevillingen for {year} er ukendt."
    )
    return flag(message, field="funding", fiscalYear=year, lines=len(lines), linesWithoutAllocation=missing)
