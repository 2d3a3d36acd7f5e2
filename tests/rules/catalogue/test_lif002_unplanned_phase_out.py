from datetime import date
from typing import Any

import pytest

from app.rules.facts import SystemFacts
from app.vocabulary import Lifecycle, Severity
from tests.rules.builders import make_duties, make_facts
from tests.rules.cases import Case, flagged, judged, not_applicable, ok

NOBODY_RETIRES = make_duties(retire=("", "Superbruger"))


def phasing_out(**changes: Any) -> SystemFacts:
    return make_facts(**{"lifecycle": Lifecycle.PHASING_OUT, "phased_out_on": date(2027, 1, 31), **changes})


CASES = [
    ok("a date and a holder", phasing_out()),
    flagged(
        "no date",
        phasing_out(phased_out_on=None),
        Severity.MEDIUM,
        says="Systemet udfases, men mangler en udfasningsdato.",
        at="phasedOutOn",
        missing=["phasedOutOn"],
    ),
    flagged(
        "held in practice only",
        phasing_out(duties=NOBODY_RETIRES),
        Severity.MEDIUM,
        says="Systemet udfases, men mangler en formel indehaver af ansvaret for at afvikle det.",
        at="duties",
        missing=["retire"],
    ),
    flagged(
        "neither",
        phasing_out(duties=NOBODY_RETIRES, phased_out_on=None),
        Severity.MEDIUM,
        says="Systemet udfases, men mangler en udfasningsdato og en formel indehaver af ansvaret for at afvikle det.",
        at="phasedOutOn",
        missing=["phasedOutOn", "retire"],
    ),
    not_applicable("in operation", phasing_out(lifecycle=Lifecycle.IN_OPERATION, duties=())),
    not_applicable("retired", phasing_out(lifecycle=Lifecycle.RETIRED, duties=())),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_unplanned_phase_out(case: Case) -> None:
    assert judged("LIF002", case) == case.expected
