import pytest

from app.vocabulary import Criticality, Lifecycle, Severity
from tests.rules.builders import make_duties, make_facts
from tests.rules.cases import Case, flagged, judged, not_applicable, ok

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
    ),
    flagged(
        "held in practice only",
        make_facts(
            duties=make_duties(monitor=("", "Superbruger"), fix=("", "IT-konsulent, Superbruger"), retire=("", ""))
        ),
        Severity.HIGH,
        says="Ingen stilling har formelt ansvaret for at følge, fejlrette og afvikle systemet. "
        "I praksis: Superbruger (følge); IT-konsulent og Superbruger (fejlrette).",
        duties=["monitor", "fix", "retire"],
    ),
    flagged(
        "society critical",
        make_facts(duties=make_duties(retire=("", "")), criticality=Criticality.SOCIETY_CRITICAL),
        Severity.HIGH,
        duties=["retire"],
    ),
    flagged(
        "not critical",
        make_facts(duties=make_duties(retire=("", "")), criticality=Criticality.NOT_CRITICAL),
        Severity.MEDIUM,
        duties=["retire"],
    ),
    flagged(
        "criticality unknown",
        make_facts(duties=make_duties(retire=("", "")), criticality=Criticality.UNKNOWN),
        Severity.MEDIUM,
        duties=["retire"],
    ),
    flagged(
        "nothing recorded at all",
        make_facts(duties=()),
        Severity.HIGH,
        duties=["monitor", "fix", "develop", "retire"],
    ),
    not_applicable("planned", make_facts(duties=(), lifecycle=Lifecycle.PLANNED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_missing_holder(case: Case) -> None:
    assert judged("DUT001", case) == case.expected
