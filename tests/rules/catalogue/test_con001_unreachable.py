import pytest

from app.vocabulary import Criticality, Lifecycle, Severity
from tests.rules.builders import make_facts, make_responder
from tests.rules.cases import Case, flagged, judged, not_applicable, ok

MUTE = make_responder("Chef for løn, HR og IT", has_contact=False)

CASES = [
    ok("the first can be reached", make_facts()),
    ok("the second can be reached", make_facts(responders=(MUTE, make_responder("Direktør")))),
    flagged(
        "neither of the first two",
        make_facts(responders=(MUTE, make_responder("Direktør", has_contact=False))),
        Severity.HIGH,
        says="Hverken telefon eller e-mail er registreret for de to første, der skal fejlrette systemet: "
        "stillingerne »Chef for løn, HR og IT« og »Direktør«.",
        at="duties",
        unreachablePositionIds=["position-Chef for løn, HR og IT", "position-Direktør"],
    ),
    flagged(
        "there is but one, and not critical",
        make_facts(responders=(MUTE,), criticality=Criticality.NOT_CRITICAL),
        Severity.MEDIUM,
        unreachablePositionIds=["position-Chef for løn, HR og IT"],
    ),
    flagged(
        "nobody is there",
        make_facts(responders=()),
        Severity.HIGH,
        says="Ingen af dem, der skal fejlrette systemet, er til stede i dag.",
        unreachablePositionIds=[],
    ),
    not_applicable("planned", make_facts(responders=(), lifecycle=Lifecycle.PLANNED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_unreachable(case: Case) -> None:
    assert judged("CON001", case) == case.expected
