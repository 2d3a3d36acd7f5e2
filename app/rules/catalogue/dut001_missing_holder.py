"""DUT001: a duty that no position formally holds."""

from app.rules.engine import rule
from app.rules.facts import DutyFacts, SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.rules.wording import listed, to_do
from app.vocabulary import DUTIES, Severity


@rule(
    "DUT001",
    severity=Severity.MEDIUM,
    title="Ansvar uden formel indehaver",
    evidence=("duties",),
)
def missing_holder(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: Et ansvar, som ingen formelt har, er der heller ingen, der løfter, når noget går galt.

    Alvoren er høj for forretningskritiske og samfundskritiske systemer.

    Fix: Placér hvert af de fire ansvar (følge, fejlrette, udvikle og afvikle) formelt hos én stilling.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    missing = [facts for facts in map(system.duty, DUTIES) if not facts.formal]
    if not missing:
        return OK
    message = f"Ingen stilling har formelt {to_do(facts.duty for facts in missing)}."
    practised = [_practised(facts) for facts in missing if facts.practice]
    if practised:
        message += f" I praksis: {'; '.join(practised)}."
    return flag(
        message,
        field="duties",
        severity=Severity.HIGH if system.criticality.is_critical else None,
        duties=[facts.duty.value for facts in missing],
    )


def _practised(facts: DutyFacts) -> str:
    return f"{listed(holder.title for holder in facts.practice)} ({facts.duty.label})"
