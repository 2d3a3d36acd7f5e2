import pytest

from app.vocabulary import Lifecycle, Severity
from tests.rules.builders import make_duties, make_facts
from tests.rules.cases import Case, flagged, judged, not_applicable, ok

TWICE = make_duties(fix=("IT-konsulent, Superbruger", ""))

CASES = [
    ok("one each", make_facts()),
    ok("none is not two", make_facts(duties=())),
    ok(
        "several in practice",
        make_facts(duties=make_duties(fix=("IT-konsulent", "Superbruger, Systemforvalter"))),
    ),
    flagged(
        "two formal holders",
        make_facts(duties=TWICE),
        Severity.MEDIUM,
        says="Flere stillinger har formelt samme ansvar: fejlrette (stillingerne »IT-konsulent« og »Superbruger«).",
        at="duties",
        duties=["fix"],
    ),
    flagged(
        "two duties",
        make_facts(duties=make_duties(monitor=("A, B", ""), retire=("A, B, C", ""))),
        Severity.MEDIUM,
        says="Flere stillinger har formelt samme ansvar: følge (stillingerne »A« og »B«); afvikle (stillingerne "
        "»A«, »B« og »C«).",
        duties=["monitor", "retire"],
    ),
    not_applicable("retired", make_facts(duties=TWICE, lifecycle=Lifecycle.RETIRED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_double_holder(case: Case) -> None:
    assert judged("DUT002", case) == case.expected
