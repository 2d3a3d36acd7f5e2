from datetime import date

import pytest

from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.vocabulary import Lifecycle, Severity
from tests.rules.builders import TODAY, make_facts, make_holder, make_owner
from tests.rules.cases import Case, flagged, judged, not_applicable, ok

LAST_DAY_OF_90 = date(2026, 9, 13)


def leaving(leaves_on: date, *, has_successor: bool = False) -> SystemFacts:
    return make_facts(owner=make_owner(holder=make_holder(leaves_on=leaves_on), has_successor=has_successor))


CASES = [
    ok("stays", make_facts()),
    ok("leaves after the period", leaving(date(2026, 9, 14))),
    ok("leaves soon, and a successor is set", leaving(TODAY, has_successor=True)),
    ok("leaves after a shorter period", leaving(LAST_DAY_OF_90), policy=Policy(leaving_within_days=89)),
    flagged(
        "leaves on the last day of the period",
        leaving(LAST_DAY_OF_90),
        Severity.HIGH,
        says="Indehaveren af Ydelseschef fratræder den 13-09-2026. Der er ikke registreret en efterfølger.",
        at="owner",
        positionId="head",
        leavesOn="2026-09-13",
    ),
    flagged("leaves today", leaving(TODAY), Severity.HIGH, positionId="head", leavesOn="2026-06-15"),
    not_applicable("vacant", make_facts(owner=make_owner(holder=None))),
    not_applicable("no owner", make_facts(owner=None)),
    not_applicable(
        "retired",
        make_facts(lifecycle=Lifecycle.RETIRED, owner=make_owner(holder=make_holder(leaves_on=TODAY))),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_leaving_owner(case: Case) -> None:
    assert judged("OWN004", case) == case.expected
