"""LIF001: the system is still in use after its phase-out date."""

from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag, unknown
from app.rules.wording import danish_date
from app.vocabulary import Lifecycle, Severity


@rule(
    "LIF001",
    severity=Severity.HIGH,
    title="I brug efter udfasningsdatoen",
    evidence=("phasedOutOn",),
)
def overdue_phase_out(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: Efter udfasningen er der ofte hverken support, sikkerhedsrettelser eller penge.

    Fix: Nedlæg systemet, eller beslut og registrér en ny udfasningsdato.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    ends_on = system.phased_out_on
    if ends_on is None:
        if system.lifecycle is Lifecycle.PHASING_OUT:
            return unknown("Systemet udfases, men udfasningsdatoen mangler.", field="phasedOutOn")
        return OK
    if ends_on >= system.today:
        return OK
    return flag(
        f"Systemet skulle være udfaset den {danish_date(ends_on)}, men er stadig i brug.",
        field="phasedOutOn",
        phasedOutOn=ends_on.isoformat(),
    )
