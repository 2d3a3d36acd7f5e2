import pytest

from app.rules.policy import Policy
from app.vocabulary import Lifecycle, Severity
from tests.rules.builders import make_facts, make_owner
from tests.rules.cases import Case, flagged, judged, not_applicable, ok

CASES = [
    ok("as many as allowed", make_facts(owner=make_owner(systems_owned=25))),
    flagged(
        "one too many",
        make_facts(owner=make_owner(systems_owned=26)),
        Severity.MEDIUM,
        says="Stillingen »Ydelseschef« ejer 26 systemer. En stilling må højst eje 25.",
        at="owner",
        positionId="head",
        systemsOwned=26,
        maxSystems=25,
    ),
    flagged(
        "the policy allows fewer",
        make_facts(owner=make_owner(systems_owned=3)),
        Severity.MEDIUM,
        policy=Policy(max_systems_per_position=2),
        positionId="head",
        systemsOwned=3,
        maxSystems=2,
    ),
    not_applicable("no owner", make_facts(owner=None)),
    not_applicable("planned", make_facts(owner=make_owner(systems_owned=26), lifecycle=Lifecycle.PLANNED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_too_many_systems(case: Case) -> None:
    assert judged("OWN007", case) == case.expected
