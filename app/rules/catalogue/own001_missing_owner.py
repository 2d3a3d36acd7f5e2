"""OWN001: a system in use that nobody owns."""

from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.vocabulary import Severity


@rule("OWN001", severity=Severity.CRITICAL, title="System uden systemejer")
def missing_owner(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: Uden en systemejer kan ingen godkende risiko og udgifter for systemet.

    Fix: Registrér den stilling, der har det overordnede ansvar for systemets drift, vedligeholdelse og brug,
    som systemejer.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    return OK if system.owner else flag("Systemet har ingen systemejer.", field="owner")
