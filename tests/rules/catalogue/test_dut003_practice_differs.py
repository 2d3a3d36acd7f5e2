import pytest

from app.vocabulary import Duty, Lifecycle, Severity
from tests.rules.builders import make_duties, make_facts, make_ownership_duty
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
        says="Praksis afviger fra det formelle: ansvaret for at fejlrette systemet ligger formelt hos stillingen "
        "»IT-konsulent«, men i praksis hos stillingen »Superbruger«.",
        at="duties",
        duties=["fix"],
    ),
    flagged(
        "others do it too",
        make_facts(duties=make_duties(fix=("A", "A, B"), retire=("A", "C"))),
        Severity.MEDIUM,
        says="Praksis afviger fra det formelle: ansvaret for at fejlrette systemet ligger formelt hos stillingen »A«, "
        "men i praksis hos stillingerne »A« og »B«; ansvaret for at afvikle systemet ligger formelt hos "
        "stillingen »A«, "
        "men i praksis hos stillingen »C«.",
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
        "følge, fejlrette, udvikle eller afvikle systemet.",
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
    flagged(
        "the ownership itself",
        make_facts(ownership=make_ownership_duty("Chef for HR og IT", "Teamleder")),
        Severity.MEDIUM,
        says="Praksis afviger fra det formelle: ejerskabet ligger formelt hos stillingen »Chef for HR og IT«, "
        "men i praksis hos stillingen »Teamleder«.",
        at="owner",
        duties=["owner"],
    ),
    unknown(
        "who owns it in practice is not recorded",
        make_facts(ownership=make_ownership_duty(practice="")),
        says="Det er ikke registreret, hvem der i praksis har ejerskabet.",
        at="owner",
        duties=["owner"],
    ),
    unknown(
        "nor who fixes it",
        make_facts(ownership=make_ownership_duty(practice=""), duties=make_duties(fix=("IT-konsulent", ""))),
        says="Det er ikke registreret, hvem der i praksis har ejerskabet eller ansvaret for at fejlrette systemet.",
        at="duties",
        duties=["owner", "fix"],
    ),
    ok("nobody owns it formally", make_facts(ownership=make_ownership_duty(formal=""))),
    not_applicable(
        "nothing formal to compare with",
        make_facts(duties=make_duties(**PRACTICE_ONLY), ownership=make_ownership_duty(formal="")),
    ),
    not_applicable("planned", make_facts(duties=DIFFERENT, lifecycle=Lifecycle.PLANNED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_practice_differs(case: Case) -> None:
    assert judged("DUT003", case) == case.expected
