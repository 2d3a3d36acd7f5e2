"""EMP001: nobody has planned for the system's failing, or nobody can be called when it does."""

from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag, unknown
from app.vocabulary import Criticality, Severity, SupportHours


@rule(
    "EMP001",
    severity=Severity.HIGH,
    title="Beredskabet mangler",
    evidence=("missing",),
)
def emergency(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: Når et samfundskritisk system falder ud om natten, er det for sent at finde ud af, hvem der gør hvad.

    Et samfundskritisk system skal have en beredskabsplan. Et system, der bruges døgnet rundt, skal have en vagt:
    hos enheden eller en enhed over den, eller en hotline i en kontrakt, der løber.

    Fix: Registrér adressen på beredskabsplanen. Registrér også en vagttelefon på enheden eller en hotline på
    kontrakten.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    needs_plan = system.criticality is Criticality.SOCIETY_CRITICAL
    needs_on_call = system.support_hours is SupportHours.AROUND_THE_CLOCK
    sentences, missing = [], []
    if needs_plan and not system.has_emergency_plan:
        sentences.append("Systemet er samfundskritisk, men der er ingen beredskabsplan.")
        missing.append("emergencyPlanUrl")
    if needs_on_call and not _can_be_called(system):
        sentences.append(
            "Systemet bruges døgnet rundt, men der er hverken registreret en vagt på enheden eller en hotline på en "
            "kontrakt, der løber."
        )
        missing.append("onCall")
    if missing:
        field = "emergencyPlanUrl" if missing[0] == "emergencyPlanUrl" else "supportHours"
        return flag(" ".join(sentences), field=field, missing=missing)
    if system.criticality is Criticality.UNKNOWN:
        return unknown("Systemets kritikalitet er ukendt.", field="criticality")
    if system.support_hours is SupportHours.UNKNOWN:
        return unknown("Systemets supporttid er ukendt.", field="supportHours")
    return OK if needs_plan or needs_on_call else NOT_APPLICABLE


def _can_be_called(system: SystemFacts) -> bool:
    return system.on_call or any(
        contract.has_hotline and contract.period.covers(system.today) for contract in system.contracts
    )
