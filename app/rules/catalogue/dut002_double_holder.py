"""DUT002: a duty that several positions formally hold at once."""

from app.rules.engine import rule
from app.rules.facts import DutyFacts, SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.rules.wording import positions
from app.vocabulary import DUTIES, Severity


@rule(
    "DUT002",
    severity=Severity.MEDIUM,
    title="Flere formelle indehavere af samme ansvar",
    evidence=("duties",),
)
def double_holder(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: Når flere stillinger har det samme ansvar, venter de på hinanden.

    Fix: Behold én formel indehaver af ansvaret, og afslut de andre.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    double = [facts for facts in map(system.duty, DUTIES) if len(facts.formal) > 1]
    if not double:
        return OK
    return flag(
        f"Flere stillinger har formelt samme ansvar: {'; '.join(map(_holders, double))}.",
        field="duties",
        duties=[facts.duty.value for facts in double],
    )


def _holders(facts: DutyFacts) -> str:
    return f"{facts.duty.label} ({positions([holder.title for holder in facts.formal])})"
