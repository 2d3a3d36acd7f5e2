from datetime import date
from typing import Any

import pytest

from app.rules.facts import Period, SystemFacts
from app.rules.policy import Policy
from app.vocabulary import Lifecycle, Severity
from tests.rules.builders import TODAY, make_facts, make_ownership
from tests.rules.cases import Case, flagged, judged, not_applicable, ok

LAST_DAY_OF_30 = date(2026, 7, 15)


def owned(*periods: tuple[date, date | None], **changes: Any) -> SystemFacts:
    """One ownership per period, of whichever position."""
    ownerships = tuple(make_ownership(period=Period(first, last)) for first, last in periods)
    return make_facts(ownerships=ownerships, **changes)


BEGAN = date(2023, 1, 1)

CASES = [
    ok("without an end", make_facts()),
    ok("ends after the period", owned((BEGAN, date(2026, 7, 16)))),
    ok("another follows on the day after", owned((BEGAN, TODAY), (date(2026, 6, 16), None))),
    ok(
        "the same again, twice", owned((BEGAN, TODAY), (date(2026, 6, 16), date(2026, 6, 30)), (date(2026, 7, 1), None))
    ),
    ok("a shorter period", owned((BEGAN, LAST_DAY_OF_30)), policy=Policy(ownership_ends_within_days=29)),
    ok("ends on the last day that there is", owned((BEGAN, date.max))),
    flagged(
        "ends on the last day of the period",
        owned((BEGAN, LAST_DAY_OF_30)),
        Severity.HIGH,
        says="Systemet har kun en ejer til og med den 15-07-2026. Ingen er registreret som ejer derefter.",
        at="owner",
        positionId="head",
        endsOn="2026-07-15",
    ),
    flagged("ends today", owned((BEGAN, TODAY)), Severity.HIGH, positionId="head", endsOn="2026-06-15"),
    flagged(
        "another follows a day too late",
        owned((BEGAN, TODAY), (date(2026, 7, 1), None), (date(2026, 6, 17), date(2026, 6, 30))),
        Severity.HIGH,
        says="Systemet har kun en ejer til og med den 15-06-2026. "
        "Den næste er først registreret som ejer fra den 17-06-2026.",
        positionId="head",
        endsOn="2026-06-15",
    ),
    flagged(
        "the one that follows ends soon as well",
        owned((BEGAN, TODAY), (date(2026, 6, 16), date(2026, 6, 30))),
        Severity.HIGH,
        positionId="head",
        endsOn="2026-06-30",
    ),
    not_applicable("no owner", make_facts(owner=None, ownerships=())),
    not_applicable("planned", owned((BEGAN, TODAY), lifecycle=Lifecycle.PLANNED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_ending_ownership(case: Case) -> None:
    assert judged("OWN008", case) == case.expected
