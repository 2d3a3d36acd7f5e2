import pytest

from app.vocabulary import Duty, Lifecycle, Severity
from tests.rules.builders import make_duties, make_facts
from tests.rules.cases import Case, flagged, judged, not_applicable, ok, unknown

DIFFERENT = make_duties(fix=("IT-konsulent", "Superbruger"))
FORMAL_ONLY = dict.fromkeys(Duty, ("Systemforvalter", ""))
PRACTICE_ONLY = dict.fromkeys(Duty, ("", "Systemforvalter"))

CASES = [
    ok("the same", make_facts()),
    ok("the same two in another order", make_facts(duties=make_duties(fix=("A, B", "B, A")))),
    ok("the rest has no formal holder", make_facts(duties=make_duties(fix=("", "Superbruger")))),
    flagged(
        "another does it",
        make_facts(duties=DIFFERENT),
        Severity.MEDIUM,
        says="Praksis afviger fra det formelle: fejlrette er formelt hos IT-konsulent, men i praksis hos Superbruger.",
        at="duties",
        duties=["fix"],
    ),
    flagged(
        "others do it too",
        make_facts(duties=make_duties(fix=("A", "A, B"), retire=("A", "C"))),
        Severity.MEDIUM,
        says="Praksis afviger fra det formelle: fejlrette er formelt hos A, men i praksis hos A og B; "
        "afvikle er formelt hos A, men i praksis hos C.",
        duties=["fix", "retire"],
    ),
    flagged(
        "a difference outweighs what is unknown",
        make_facts(duties=make_duties(fix=("A", "B"), retire=("A", ""))),
        Severity.MEDIUM,
        duties=["fix"],
    ),
    unknown(
        "practice recorded for no duty",
        make_facts(duties=make_duties(**FORMAL_ONLY)),
        says="Det er ikke registreret, hvem der i praksis har ansvaret for at "
        "følge, fejlrette, udvikle og afvikle systemet.",
        at="duties",
        duties=["monitor", "fix", "develop", "retire"],
    ),
    unknown(
        "practice recorded for a part",
        make_facts(duties=make_duties(fix=("IT-konsulent", ""))),
        says="Det er ikke registreret, hvem der i praksis har ansvaret for at fejlrette systemet.",
        duties=["fix"],
    ),
    unknown("nothing recorded", make_facts(duties=()), duties=["monitor", "fix", "develop", "retire"]),
    not_applicable("nothing formal to compare with", make_facts(duties=make_duties(**PRACTICE_ONLY))),
    not_applicable("planned", make_facts(duties=DIFFERENT, lifecycle=Lifecycle.PLANNED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_practice_differs(case: Case) -> None:
    assert judged("DUT003", case) == case.expected
