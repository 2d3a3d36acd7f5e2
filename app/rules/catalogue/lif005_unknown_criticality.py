"""LIF005: nobody has said how critical the system is."""

from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.vocabulary import Criticality, Severity


@rule("LIF005", severity=Severity.MEDIUM, title="Kritikaliteten er ukendt")
def unknown_criticality(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: Uden kritikalitet kan ingen se, hvor højt systemet skal ejes, og hvad der haster, når noget går galt.

    Fix: Vurdér, hvad der sker, når systemet er nede, og registrér kritikaliteten med en begrundelse.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    if system.criticality is not Criticality.UNKNOWN:
        return OK
    return flag("Systemets kritikalitet er ukendt.", field="criticality")
