from datetime import date

import pytest

from app.vocabulary import Criticality, Lifecycle, Severity, SupportHours
from tests.rules.builders import make_contract, make_facts
from tests.rules.cases import Case, flagged, judged, not_applicable, ok, unknown

SOCIETY = Criticality.SOCIETY_CRITICAL
ALWAYS = SupportHours.AROUND_THE_CLOCK
NEVER_CALLED = (
    "Systemet bruges døgnet rundt, men der er hverken registreret en vagt på enheden eller en hotline på en "
    "kontrakt, der løber."
)


CASES = [
    ok("society-critical, with a plan", make_facts(criticality=SOCIETY)),
    ok("needed at all hours, and the unit has somebody", make_facts(support_hours=ALWAYS, on_call=True)),
    ok(
        "needed at all hours, and a contract has a hotline",
        make_facts(support_hours=ALWAYS, contracts=(make_contract(has_hotline=True),)),
    ),
    flagged(
        "society-critical without a plan",
        make_facts(criticality=SOCIETY, has_emergency_plan=False),
        Severity.HIGH,
        says="Systemet er samfundskritisk, men der er ingen beredskabsplan.",
        at="emergencyPlanUrl",
        missing=["emergencyPlanUrl"],
    ),
    flagged(
        "needed at all hours, and nobody to call",
        make_facts(support_hours=ALWAYS),
        Severity.HIGH,
        says=NEVER_CALLED,
        at="supportHours",
        missing=["onCall"],
    ),
    flagged(
        "the hotline is that of a contract that has ended",
        make_facts(support_hours=ALWAYS, contracts=(make_contract(has_hotline=True, ends_on=date(2026, 6, 14)),)),
        Severity.HIGH,
        missing=["onCall"],
    ),
    flagged(
        "both",
        make_facts(criticality=SOCIETY, support_hours=ALWAYS, has_emergency_plan=False),
        Severity.HIGH,
        says=f"Systemet er samfundskritisk, men der er ingen beredskabsplan. {NEVER_CALLED}",
        at="emergencyPlanUrl",
        missing=["emergencyPlanUrl", "onCall"],
    ),
    flagged(
        "nobody knows how critical, but it is needed at all hours",
        make_facts(criticality=Criticality.UNKNOWN, support_hours=ALWAYS),
        Severity.HIGH,
        missing=["onCall"],
    ),
    unknown(
        "nobody knows how critical",
        make_facts(criticality=Criticality.UNKNOWN),
        says="Systemets kritikalitet er ukendt.",
        at="criticality",
    ),
    unknown(
        "nobody knows when it is needed",
        make_facts(criticality=SOCIETY, support_hours=SupportHours.UNKNOWN),
        says="Systemets supporttid er ukendt.",
        at="supportHours",
    ),
    not_applicable("business-critical, in working hours, without a plan", make_facts(has_emergency_plan=False)),
    not_applicable("planned", make_facts(criticality=SOCIETY, has_emergency_plan=False, lifecycle=Lifecycle.PLANNED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_emergency(case: Case) -> None:
    assert judged("EMP001", case) == case.expected
