from datetime import date, timedelta
from typing import Any

import pytest

from app.rules.facts import OwnershipFacts, Period, SystemFacts
from app.rules.policy import Policy
from app.vocabulary import Lifecycle, Severity
from tests.rules.builders import TODAY, make_facts, make_holder, make_owner, make_ownership
from tests.rules.cases import Case, flagged, judged, not_applicable, ok

LAST_DAY_OF_90 = date(2026, 9, 13)
SINCE = date(2022, 1, 1)
OWNED = Period(date(2023, 1, 1), None)


def leaving(leaves_on: date, *others: OwnershipFacts, owned: Period = OWNED, **changes: Any) -> SystemFacts:
    """The holder leaves, and so does the position's holder; `others`: what other positions own."""
    own = make_ownership(period=owned, held=(Period(SINCE, leaves_on),))
    return make_facts(owner=make_owner(holder=make_holder(leaves_on=leaves_on)), ownerships=(own, *others), **changes)


def succeeded_from(first: date, leaves_on: date = TODAY) -> SystemFacts:
    """The position has a holder again from the day."""
    held = (Period(SINCE, leaves_on), Period(first, None))
    return make_facts(
        owner=make_owner(holder=make_holder(leaves_on=leaves_on), has_successor=True),
        ownerships=(make_ownership(held=held),),
    )


def passing_to_another(first: date, *, held: bool = True) -> SystemFacts:
    """The ownership is dated to another position from the day."""
    other = make_ownership(period=Period(first, None), held=(OWNED,) if held else ())
    return leaving(TODAY, other, owned=Period(date(2023, 1, 1), first - timedelta(days=1)))


CASES = [
    ok("stays", make_facts()),
    ok("leaves after the period", leaving(date(2026, 9, 14))),
    ok("a successor in the position from the day after", succeeded_from(date(2026, 6, 16))),
    ok("the ownership is dated to another position from the day after", passing_to_another(date(2026, 6, 16))),
    ok("another holds the position already", passing_to_another(date(2026, 6, 10))),
    ok("leaves after a shorter period", leaving(LAST_DAY_OF_90), policy=Policy(leaving_within_days=89)),
    ok("leaves on the last day that there is", leaving(date.max), policy=Policy(leaving_within_days=3650)),
    flagged(
        "leaves on the last day of the period",
        leaving(LAST_DAY_OF_90),
        Severity.HIGH,
        says="Indehaveren af stillingen »Ydelseschef« fratræder den 13-09-2026. Dagen efter ejes systemet ikke af "
        "nogen stilling, der er besat.",
        at="owner",
        positionId="head",
        leavesOn="2026-09-13",
    ),
    flagged("leaves today", leaving(TODAY), Severity.HIGH, positionId="head", leavesOn="2026-06-15"),
    flagged(
        "a successor two years later",
        succeeded_from(date(2028, 6, 16)),
        Severity.HIGH,
        positionId="head",
        leavesOn="2026-06-15",
    ),
    flagged(
        "a successor a day too late",
        succeeded_from(date(2026, 6, 17)),
        Severity.HIGH,
        positionId="head",
        leavesOn="2026-06-15",
    ),
    flagged(
        "dated to another position, which is vacant",
        passing_to_another(date(2026, 6, 16), held=False),
        Severity.HIGH,
        positionId="head",
        leavesOn="2026-06-15",
    ),
    flagged(
        "dated to another position, but later",
        passing_to_another(date(2026, 7, 1)),
        Severity.HIGH,
        positionId="head",
        leavesOn="2026-06-15",
    ),
    not_applicable("vacant", make_facts(owner=make_owner(holder=None))),
    not_applicable("no owner", make_facts(owner=None)),
    not_applicable("retired", leaving(TODAY, lifecycle=Lifecycle.RETIRED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_leaving_owner(case: Case) -> None:
    assert judged("OWN004", case) == case.expected
