import pytest

from app.vocabulary import Lifecycle, Severity
from tests.rules.builders import make_facts, make_owner
from tests.rules.cases import Case, flagged, judged, not_applicable, ok

CASES = [
    ok("an owner", make_facts()),
    ok("a vacant owning position is an owner", make_facts(owner=make_owner(holder=None))),
    flagged(
        "no owner",
        make_facts(owner=None),
        Severity.CRITICAL,
        says="Systemet har ingen systemejer.",
        at="owner",
    ),
    flagged("no owner while phasing in", make_facts(owner=None, lifecycle=Lifecycle.PHASING_IN), Severity.CRITICAL),
    flagged(
        "no owner while phasing out",
        make_facts(owner=None, lifecycle=Lifecycle.PHASING_OUT),
        Severity.CRITICAL,
    ),
    not_applicable("planned", make_facts(owner=None, lifecycle=Lifecycle.PLANNED)),
    not_applicable("retired", make_facts(owner=None, lifecycle=Lifecycle.RETIRED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_missing_owner(case: Case) -> None:
    assert judged("OWN001", case) == case.expected
