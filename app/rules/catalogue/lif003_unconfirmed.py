"""LIF003: nobody has confirmed the record for long."""

from app.rules.calendar import add_months
from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.rules.wording import danish_date, months_back
from app.vocabulary import Severity


@rule(
    "LIF003",
    severity=Severity.LOW,
    title="Oplysningerne er ikke bekræftet for nylig",
    parameters=("confirmedWithinMonths",),
    evidence=("confirmedOn", "withinMonths"),
)
def unconfirmed(system: SystemFacts, policy: Policy) -> Verdict:
    """Why: Oplysninger, som ingen har set på længe, er sjældent rigtige.

    Fix: Gennemgå oplysningerne, ret dem, og bekræft dem.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    months = policy.confirmed_within_months
    if add_months(system.confirmed_on, months) >= system.today:
        return OK
    return flag(
        f"Oplysningerne er senest bekræftet den {danish_date(system.confirmed_on)}. De skal bekræftes "
        f"{months_back(months)}.",
        field="confirmedOn",
        confirmedOn=system.confirmed_on.isoformat(),
        withinMonths=months,
    )
