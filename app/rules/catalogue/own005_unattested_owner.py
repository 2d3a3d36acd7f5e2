"""OWN005: nobody has attested for long that the owner can carry the system."""

from app.rules.calendar import add_months
from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.seal import is_sealed
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.rules.wording import danish_date, months_back, position
from app.vocabulary import Severity


@rule(
    "OWN005",
    severity=Severity.MEDIUM,
    title="Ejerskabet er ikke bekræftet",
    parameters=("attestationWithinMonths", "sealTolerancePercent"),
    evidence=("attestedOn", "withinMonths"),
)
def unattested_owner(system: SystemFacts, policy: Policy) -> Verdict:
    """Why: Et ejerskab, som ejeren ikke selv har bekræftet, findes måske kun på papiret.

    Skifter ejeren eller kritikaliteten, eller ændres driftsbudgettet for i år eller næste år væsentligt, skal
    ejerskabet bekræftes igen.

    Fix: Bed ejeren svare på, om ejerskabet er rigtigt, og om der er indsigt, tid og penge til det.
    """
    owner = system.owner
    if not system.in_use or owner is None:
        return NOT_APPLICABLE
    attested, months = system.attestation, policy.attestation_within_months
    if attested is None:
        # A new owner has as long as an owner who has attested.
        if add_months(owner.since, months) >= system.today:
            return OK
        return flag(
            f"Ejerskabet er aldrig bekræftet, og {position(owner.title)} har ejet systemet siden den "
            f"{danish_date(owner.since)}.",
            field="attestation",
            attestedOn=None,
            withinMonths=months,
        )
    day = danish_date(attested.attested_on)
    if not is_sealed(system, attested, policy.seal_tolerance_percent):
        return flag(
            f"Ejer, kritikalitet eller driftsbudget er ændret, siden ejerskabet blev bekræftet den {day}.",
            field="attestation",
            attestedOn=attested.attested_on.isoformat(),
            withinMonths=months,
        )
    if add_months(attested.attested_on, months) >= system.today:
        return OK
    return flag(
        f"Ejerskabet er senest bekræftet den {day}. Det skal ske {months_back(months)}.",
        field="attestation",
        attestedOn=attested.attested_on.isoformat(),
        withinMonths=months,
    )
