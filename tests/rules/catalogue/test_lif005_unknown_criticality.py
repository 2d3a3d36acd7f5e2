import pytest

from app.vocabulary import Criticality, Lifecycle, Severity
from tests.rules.builders import make_facts
from tests.rules.cases import Case, flagged, judged, not_applicable, ok

UNKNOWN = Criticality.UNKNOWN

CASES = [
    *(ok(f"{known}", make_facts(criticality=known)) for known in Criticality if known is not UNKNOWN),
    flagged(
        "unknown",
        make_facts(criticality=UNKNOWN),
        Severity.MEDIUM,
        says="Systemets kritikalitet er ukendt.",
        at="criticality",
    ),
    not_applicable("planned", make_facts(criticality=UNKNOWN, lifecycle=Lifecycle.PLANNED)),
    not_applicable("retired", make_facts(criticality=UNKNOWN, lifecycle=Lifecycle.RETIRED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_unknown_criticality(case: Case) -> None:
    assert judged("LIF005", case) == case.expected
