from typing import Any

import pytest

from app.rules.facts import SystemFacts
from app.vocabulary import Acquisition, Lifecycle, Severity
from tests.rules.builders import make_facts
from tests.rules.cases import Case, flagged, judged, not_applicable, ok, unknown


def without_contract(acquisition: Acquisition, operated_by: str | None = None, **changes: Any) -> SystemFacts:
    return make_facts(contracts=(), acquisition=acquisition, operation_supplier=operated_by, **changes)


CASES = [
    ok("commercial, with a contract", make_facts()),
    ok("operated outside, with a contract", make_facts(operation_supplier="Eksempeldrift A/S")),
    flagged(
        "commercial",
        without_contract(Acquisition.COMMERCIAL),
        Severity.MEDIUM,
        says="Systemet er et standardsystem, men der er ikke registreret nogen kontrakt.",
        at="contracts",
    ),
    flagged(
        "made in house, but operated outside",
        without_contract(Acquisition.IN_HOUSE, "Eksempeldrift A/S"),
        Severity.MEDIUM,
        says="»Eksempeldrift A/S« driver systemet, men der er ikke registreret nogen kontrakt.",
        at="contracts",
    ),
    flagged(
        "operated outside is enough",
        without_contract(Acquisition.UNKNOWN, "Eksempeldrift A/S"),
        Severity.MEDIUM,
    ),
    unknown(
        "nobody knows how it was acquired",
        without_contract(Acquisition.UNKNOWN),
        says="Det er ukendt, hvordan systemet er anskaffet.",
        at="acquisition",
    ),
    not_applicable("made in house", without_contract(Acquisition.IN_HOUSE)),
    not_applicable("open source, run by ourselves", without_contract(Acquisition.OPEN_SOURCE)),
    not_applicable("planned", without_contract(Acquisition.COMMERCIAL, lifecycle=Lifecycle.PLANNED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_missing_contract(case: Case) -> None:
    assert judged("LIF007", case) == case.expected
