from dataclasses import replace

import pytest

from app.rules.facts import DutyFacts, DutyHolder
from app.vocabulary import Criticality, Duty, Lifecycle, Severity
from tests.rules.builders import make_duties, make_duty_holder, make_facts
from tests.rules.cases import Case, flagged, judged, not_applicable, ok


def vacant(title: str) -> DutyHolder:
    return replace(make_duty_holder(title), person_id=None, person_name=None)


def with_fix(*formal: DutyHolder) -> tuple[DutyFacts, ...]:
    """The four duties, of which these positions formally hold the one to fix."""
    return tuple(DutyFacts(facts.duty, formal, ()) if facts.duty is Duty.FIX else facts for facts in make_duties())


CASES = [
    ok("every duty has a holder", make_facts()),
    ok("a formal holder is enough", make_facts(duties=make_duties(fix=("IT-konsulent", "")))),
    flagged(
        "one duty without a holder",
        make_facts(duties=make_duties(fix=("", ""))),
        Severity.HIGH,
        says="Ingen stilling har formelt ansvaret for at fejlrette systemet.",
        at="duties",
        duties=["fix"],
        vacantPositionIds=[],
    ),
    flagged(
        "held in practice only",
        make_facts(
            duties=make_duties(monitor=("", "Superbruger"), fix=("", "IT-konsulent, Superbruger"), retire=("", ""))
        ),
        Severity.HIGH,
        says="Ingen stilling har formelt ansvaret for at følge, fejlrette eller afvikle systemet. "
        "I praksis: stillingen »Superbruger« (følge); stillingerne »IT-konsulent« og »Superbruger« (fejlrette).",
        duties=["monitor", "fix", "retire"],
        vacantPositionIds=[],
    ),
    flagged(
        "society critical",
        make_facts(duties=make_duties(retire=("", "")), criticality=Criticality.SOCIETY_CRITICAL),
        Severity.HIGH,
        duties=["retire"],
        vacantPositionIds=[],
    ),
    flagged(
        "not critical",
        make_facts(duties=make_duties(retire=("", "")), criticality=Criticality.NOT_CRITICAL),
        Severity.MEDIUM,
        duties=["retire"],
        vacantPositionIds=[],
    ),
    flagged(
        "criticality unknown",
        make_facts(duties=make_duties(retire=("", "")), criticality=Criticality.UNKNOWN),
        Severity.MEDIUM,
        duties=["retire"],
        vacantPositionIds=[],
    ),
    flagged(
        "nothing recorded at all",
        make_facts(duties=()),
        Severity.HIGH,
        duties=["monitor", "fix", "develop", "retire"],
        vacantPositionIds=[],
    ),
    flagged(
        "a vacant position",
        make_facts(duties=with_fix(vacant("IT-konsulent"))),
        Severity.HIGH,
        says="Stillingen »IT-konsulent«, som formelt har ansvaret for at fejlrette systemet, er ubesat.",
        at="duties",
        duties=["fix"],
        vacantPositionIds=["position-IT-konsulent"],
    ),
    flagged(
        "two vacant positions, and a duty that is nowhere",
        make_facts(duties=(*with_fix(vacant("A"), vacant("B"))[:2], *make_duties(develop=("", ""))[2:])),
        Severity.HIGH,
        says="Ingen stilling har formelt ansvaret for at udvikle systemet. "
        "Stillingerne »A« og »B«, som formelt har ansvaret for at fejlrette systemet, er ubesatte.",
        duties=["fix", "develop"],
        vacantPositionIds=["position-A", "position-B"],
    ),
    ok("a vacant position beside one that is held", make_facts(duties=with_fix(vacant("A"), make_duty_holder("B")))),
    not_applicable("planned", make_facts(duties=(), lifecycle=Lifecycle.PLANNED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_missing_holder(case: Case) -> None:
    assert judged("DUT001", case) == case.expected
