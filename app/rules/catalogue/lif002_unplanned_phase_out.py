"""LIF002: the system is being phased out without a date, or without anyone to do it."""

from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.rules.wording import listed
from app.vocabulary import Duty, Lifecycle, Severity


@rule(
    "LIF002",
    severity=Severity.MEDIUM,
    title="Udfasning uden dato eller ansvarlig",
    evidence=("missing",),
)
def unplanned_phase_out(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: En udfasning uden dato og ansvarlig bliver ikke til noget.

    Fix: Sæt en udfasningsdato, og placér ansvaret for at afvikle det formelt hos en stilling.
    """
    if system.lifecycle is not Lifecycle.PHASING_OUT:
        return NOT_APPLICABLE
    without_date, without_holder = system.phased_out_on is None, not system.duty(Duty.RETIRE).formal
    gaps = {
        "phasedOutOn": ("en udfasningsdato", without_date),
        "retire": ("en formel indehaver af ansvaret for at afvikle det", without_holder),
    }
    missing = {key: words for key, (words, is_missing) in gaps.items() if is_missing}
    if not missing:
        return OK
    return flag(
        f"Systemet udfases, men mangler {listed(missing.values())}.",
        field="phasedOutOn" if without_date else "duties",
        missing=list(missing),
    )
