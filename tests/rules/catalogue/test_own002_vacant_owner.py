import pytest

from app.vocabulary import Lifecycle, Severity
from tests.rules.builders import make_facts, make_owner
from tests.rules.cases import Case, flagged, judged, not_applicable, ok

CASES = [
    ok("a holder", make_facts()),
    flagged(
        "no holder",
        make_facts(owner=make_owner(holder=None)),
        Severity.CRITICAL,
        says="Systemet ejes af stillingen »Ydelseschef« i Ydelser, men den er ubesat.",
        at="owner",
        positionId="head",
        hasSuccessor=False,
    ),
    flagged(
        "no holder yet",
        make_facts(owner=make_owner(holder=None, has_successor=True)),
        Severity.CRITICAL,
        says="Systemet ejes af stillingen »Ydelseschef« i Ydelser, men den er ubesat. En kommende indehaver er "
        "registreret.",
        positionId="head",
        hasSuccessor=True,
    ),
    flagged(
        "the title says the unit already",
        make_facts(owner=make_owner(holder=None, title="Leder af Rusmiddelcentret", unit_name="Rusmiddelcentret")),
        Severity.CRITICAL,
        says="Systemet ejes af stillingen »Leder af Rusmiddelcentret«, men den er ubesat.",
        positionId="head",
        hasSuccessor=False,
    ),
    not_applicable("no owner", make_facts(owner=None)),
    not_applicable("retired", make_facts(owner=make_owner(holder=None), lifecycle=Lifecycle.RETIRED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_vacant_owner(case: Case) -> None:
    assert judged("OWN002", case) == case.expected
