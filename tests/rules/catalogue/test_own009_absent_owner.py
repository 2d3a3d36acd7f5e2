from datetime import date
from typing import Any

import pytest

from app.rules.facts import Period, SystemFacts
from app.rules.policy import Policy
from app.vocabulary import Criticality, Lifecycle, Severity
from tests.rules.builders import TODAY, make_facts, make_holder, make_owner
from tests.rules.cases import Case, flagged, judged, not_applicable, ok


def away(first: date, last: date | None, *, deputised: bool = False, **changes: Any) -> SystemFacts:
    holder = make_holder(away=Period(first, last))
    return make_facts(owner=make_owner(holder=holder, deputised=deputised), **changes)


CASES = [
    ok("at work", make_facts()),
    ok("two weeks, both days included", away(date(2026, 6, 10), date(2026, 6, 23))),
    ok("for long, but a deputy is there", away(date(2026, 1, 1), None, deputised=True)),
    ok("the policy allows more", away(TODAY, date(2026, 6, 29)), policy=Policy(absent_beyond_days=15)),
    flagged(
        "a day longer than two weeks",
        away(date(2026, 6, 10), date(2026, 6, 24)),
        Severity.HIGH,
        says="Indehaveren af stillingen »Ydelseschef« er fraværende fra den 10-06-2026 til og med den "
        "24-06-2026, og ingen "
        "stedfortræder er til stede.",
        at="owner",
        positionId="head",
        absentFrom="2026-06-10",
        absentUntil="2026-06-24",
    ),
    flagged(
        "until further notice, from today",
        away(TODAY, None, criticality=Criticality.SOCIETY_CRITICAL),
        Severity.HIGH,
        says="Indehaveren af stillingen »Ydelseschef« er fraværende fra den 15-06-2026 og indtil videre, og ingen "
        "stedfortræder er til stede.",
        positionId="head",
        absentFrom="2026-06-15",
        absentUntil=None,
    ),
    flagged(
        "not critical",
        away(TODAY, None, criticality=Criticality.NOT_CRITICAL),
        Severity.MEDIUM,
        positionId="head",
        absentFrom="2026-06-15",
        absentUntil=None,
    ),
    not_applicable("vacant", make_facts(owner=make_owner(holder=None))),
    not_applicable("no owner", make_facts(owner=None)),
    not_applicable("planned", away(TODAY, None, lifecycle=Lifecycle.PLANNED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_absent_owner(case: Case) -> None:
    assert judged("OWN009", case) == case.expected
