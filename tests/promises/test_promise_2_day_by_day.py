"""Two years by the calendar: on every day that is asked the cards say what the oracle works out from the tables."""

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import select

from app.models import Card
from app.register.outcome import Evaluated
from tests.promises.oracle import Oracle
from tests.promises.oracle_rules import WORKED_OUT, flagged
from tests.support.api import Api, open_api
from tests.support.databases import Databases, migrated

DAYS = 730
#: What the calendar alone opens and closes within the two years.
CALENDAR = {"OWN001", "OWN002", "OWN004", "OWN008", "OWN009", "DUT001", "LIF004", "LIF006", "EMP001"}


@pytest.fixture
def api(databases: Databases) -> Iterator[Api]:
    with migrated(databases) as url:
        opened = open_api(url)
        opened.administrator = True
        fill(opened)
        yield opened
        opened.register.database.dispose()


def fill(api: Api) -> None:
    """A director over two heads; whose systems, contracts, absences and successions come and go by the calendar."""
    top = api.unit("Direktion")
    unit = api.unit("Ydelser", parentId=top["id"])
    director = api.position(1, top, leadsUnit=True, budgetAuthority="yes")
    head, deputised = (api.position(2, unit, leadsUnit=leads) for leads in (True, False))
    leaving, following = api.person(), api.person()
    api.hold(director, validFrom="2026-01-01")
    api.hold(head, leaving, validFrom="2026-01-01", validUntil="2026-07-31")
    # Nobody for two weeks, then somebody for a year, and nobody any more.
    api.hold(head, following, validFrom="2026-08-15", validUntil="2027-08-14")
    away = api.person()
    api.hold(deputised, away, validFrom="2026-01-01")
    api.hold(deputised, role="deputy", validFrom="2026-06-01", validUntil="2026-12-31")
    for first, last in (
        ("2026-04-01", "2026-04-10"),
        ("2026-04-11", "2026-04-20"),
        ("2026-07-01", "2026-07-31"),
        ("2027-05-01", "2027-05-14"),
        ("2027-06-01", "2027-06-30"),
    ):
        api.make(f"/v1/people/{away['id']}/absences", {"from": first, "until": last})
    _systems(api, unit, director, head, deputised)


def _systems(api: Api, unit: Any, director: Any, head: Any, deputised: Any) -> None:
    first = api.system("A", unitId=unit["id"], criticality="businessCritical", supportHours="aroundTheClock")
    second = api.system("B", unitId=unit["id"], criticality="notCritical", takenIntoUseOn="2026-05-01")
    third = api.system("C", criticality="notCritical", lifecycle="planned", takenIntoUseOn="2026-09-01")
    api.system("D", criticality="unknown", lifecycle="retired", phasedOutOn="2026-07-01")
    # One ownership after another, with a hole of a month.
    api.assign(first, head, validFrom="2026-01-01", validUntil="2027-01-31")
    api.assign(first, director, validFrom="2027-03-01")
    api.assign(second, deputised, validFrom="2026-01-01")
    api.assign(third, director, validFrom="2026-01-01")
    for duty in ("monitor", "fix", "develop", "retire"):
        api.assign(first, director, duty, validFrom="2026-01-01", validUntil="2027-06-30")
        api.assign(second, head, duty, validFrom="2026-01-01")
    for name, kind, begins, ends, more in (
        ("Licens 1", "licence", "2025-01-01", "2026-11-30", {}),
        ("Licens 2", "licence", "2027-02-01", "2027-12-31", {"noticeMonths": 3}),
        ("Drift", "operation", "2025-01-01", None, {}),
        ("Vedligehold", "maintenance", "2025-01-01", "2026-09-30", {"discontinued": True}),
        ("Hotline", "other", "2026-04-01", "2027-04-30", {"hotline": "70 70 70 70"}),
    ):
        period = {"startsOn": begins, "endsOn": ends}
        api.make("/v1/contracts", {"name": name, "kind": kind, "systemIds": [first["id"]], **period, **more})
    api.make("/v1/contracts", {"name": "Ukendt", "endsOn": "2027-01-31", "systemIds": [second["id"]]})


@pytest.mark.one_database("the calendar is the rules', which know no database")
def test_promise_2_cards_follow_the_calendar_for_two_years(api: Api) -> None:
    """Every fifth day, so on each day of the week in turn; whatever comes and goes is still seen to do both."""
    follow_for_two_years(api, 5)


@pytest.mark.soak
@pytest.mark.one_database("the calendar is the rules', which know no database")
def test_promise_2_cards_follow_the_calendar_day_by_day_for_two_years(api: Api) -> None:
    follow_for_two_years(api, 1)


def follow_for_two_years(api: Api, step: int) -> None:
    """The step from one day that is asked to the next is in days."""
    seen: dict[str, set[bool]] = defaultdict(set)
    with api.register.database.reading() as session:
        # Nobody writes, so that the tables are the same on every day.
        oracle = Oracle(session, api.time.today())
        for number in range(0, DAYS, step):
            oracle.today = api.time.today()
            shown = _shown(api)
            assert shown == {system.name: flagged(oracle, system) for system in oracle.systems.values()}, oracle.today
            for rule in WORKED_OUT:
                seen[rule].add(any(rule in rules for rules in shown.values()))
            if number % 50 == 0:
                again = api.register.evaluate()
                assert again == Evaluated(evaluated=again.evaluated)
            api.time.advance(days=step)
            api.register.follow_the_day()
    assert {rule for rule, answers in seen.items() if answers == {True, False}} >= CALENDAR


def _shown(api: Api) -> dict[str, set[str]]:
    """The worked-out rules that each card flags."""
    with api.register.database.reading() as session:
        cards = session.exec(select(Card.name, Card.flagged_rules)).all()
    return {name: set(rules.split()) & WORKED_OUT for name, rules in cards}
