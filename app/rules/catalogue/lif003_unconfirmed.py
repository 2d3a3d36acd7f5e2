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
    """Why: Oplysninger, som ingen har set på længe, er sjældent rigtige. En rettelse alene er ingen bekræftelse.

    Fix: Gennemgå oplysningerne, ret dem, og skriv dagen som senest bekræftet; eller lad ejeren bekræfte ejerskabet.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    months = policy.confirmed_within_months
    attested_on = system.attestation.attested_on if system.attestation else None
    confirmed_on = max(filter(None, (system.confirmed_on, attested_on)), default=None)
    # A new record has as long as one that was confirmed.
    if add_months(confirmed_on or system.registered_on, months) >= system.today:
        return OK
    said = (
        f"Oplysningerne er senest bekræftet den {danish_date(confirmed_on)}."
        if confirmed_on
        else f"Oplysningerne er aldrig bekræftet. De blev registreret den {danish_date(system.registered_on)}."
    )
    return flag(
        f"{said} De skal bekræftes {months_back(months)}.",
        field="confirmedOn",
        confirmedOn=confirmed_on.isoformat() if confirmed_on else None,
        withinMonths=months,
    )
