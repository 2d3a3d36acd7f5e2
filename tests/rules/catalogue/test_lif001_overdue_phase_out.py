from datetime import date

import pytest

from app.vocabulary import Lifecycle, Severity
from tests.rules.builders import TODAY, make_facts
from tests.rules.cases import Case, flagged, judged, not_applicable, ok, unknown

YESTERDAY = date(2026, 6, 14)

CASES = [
    ok("no date", make_facts()),
    ok("the last day", make_facts(phased_out_on=TODAY)),
    flagged(
        "the day after",
        make_facts(phased_out_on=YESTERDAY),
        Severity.HIGH,
        says="Systemet skulle være udfaset den 14-06-2026, men er stadig i brug.",
        at="phasedOutOn",
        phasedOutOn="2026-06-14",
    ),
    flagged(
        "still phasing out",
        make_facts(phased_out_on=YESTERDAY, lifecycle=Lifecycle.PHASING_OUT),
        Severity.HIGH,
        phasedOutOn="2026-06-14",
    ),
    unknown(
        "phasing out without a date",
        make_facts(lifecycle=Lifecycle.PHASING_OUT),
        says="Systemet udfases, men udfasningsdatoen mangler.",
        at="phasedOutOn",
    ),
    not_applicable("retired", make_facts(phased_out_on=YESTERDAY, lifecycle=Lifecycle.RETIRED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_overdue_phase_out(case: Case) -> None:
    assert judged("LIF001", case) == case.expected
