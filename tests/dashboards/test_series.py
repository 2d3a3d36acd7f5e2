"""The trend: what was open on earlier days, where nothing has changed but what was opened and closed."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from app.dashboards import series as module
from tests.support.api import ZONE, Api
from tests.support.findings import waive

SERIES = "/v1/dashboard/findings-series"
Made = dict[str, Any]


@pytest.fixture
def busy(api: Api) -> Api:
    """Eight weeks in which systems come, get owners and lose them."""
    units = [api.unit() for _ in range(2)]
    boss = api.position(level=1)
    api.hold(boss)
    for week in range(8):
        system = api.system(unitId=units[week % 2]["id"], criticality="businessCritical", lifecycle="inOperation")
        if week % 3 == 1:
            api.assign(system, boss)
        if week % 3 == 2:
            api.patch(f"/v1/systems/{system['id']}", {"criticality": "notCritical"})
        api.time.advance(days=7, hours=11)
    return api


def found(api: Api) -> list[Made]:
    items: list[Made] = api.read("/v1/findings", state="all", limit=200)["items"]
    return items


def day(instant: str | None) -> date:
    return date.max if instant is None else datetime.fromisoformat(instant).astimezone(ZONE).date()


@pytest.mark.parametrize("interval", ["day", "week", "month"])
@pytest.mark.parametrize(("by", "key"), [("rule", "rule"), ("severity", "severity"), ("unit", "unitId")])
def test_it_is_what_the_list_of_findings_gives(busy: Api, interval: str, by: str, key: str) -> None:
    first = busy.time.today() - timedelta(days=60)
    series = busy.read(SERIES, interval=interval, by=by, **{"from": str(first), "to": str(busy.time.today())})
    all_found, before = found(busy), first - timedelta(days=1)
    assert (series["interval"], series["by"]) == (interval, by)
    days = sorted({item["on"] for item in series["items"]})
    assert days[-1] == str(busy.time.today())
    for on in map(date.fromisoformat, days):
        points = {item["key"]: item for item in series["items"] if item["on"] == str(on)}
        still = Counter(item[key] for item in all_found if day(item["openedAt"]) <= on < day(item["closedAt"]))
        came = Counter(item[key] for item in all_found if before < day(item["openedAt"]) <= on)
        went = Counter(item[key] for item in all_found if before < day(item["closedAt"]) <= on)
        assert {name: point["open"] for name, point in points.items() if point["open"]} == still
        assert {name: point["opened"] for name, point in points.items() if point["opened"]} == came
        assert {name: point["closed"] for name, point in points.items() if point["closed"]} == went
        before = on
    assert sum(item["opened"] for item in series["items"]) > 10
    assert sum(item["closed"] for item in series["items"]) > 0


def test_weeks_end_on_sundays_months_with_the_month_and_the_series_with_its_last_day(sqlite_api: Api) -> None:
    def days(interval: str) -> list[str]:
        items = sqlite_api.read(SERIES, interval=interval, **{"from": "2026-01-14", "to": "2026-02-24"})["items"]
        return sorted({item["on"] for item in items})

    assert days("week") == [
        "2026-01-18",
        "2026-01-25",
        "2026-02-01",
        "2026-02-08",
        "2026-02-15",
        "2026-02-22",
        "2026-02-24",
    ]
    assert days("month") == ["2026-01-31", "2026-02-24"]
    assert len(days("day")) == 42


def test_without_days_it_is_the_year_up_to_today(sqlite_api: Api) -> None:
    items = sqlite_api.read(SERIES)["items"]
    assert items[-1]["on"] == "2026-03-02"
    assert items[0]["on"] == "2025-03-09"
    assert len({item["on"] for item in items}) == 53


def test_a_unit_is_asked_with_those_below_it(busy: Api) -> None:
    unit = busy.read("/v1/units")["items"][0]
    series = busy.read(SERIES, by="unit", unitId=unit["id"])
    assert {item["key"] for item in series["items"]} == {unit["id"]}
    everything = busy.read(SERIES, by="unit")
    own = [item for item in everything["items"] if item["key"] == unit["id"]]
    assert series["items"] == own


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"to": "2026-03-03"}, "in-the-future"),
        ({"from": "2026-03-02", "to": "2026-03-01"}, "backwards-period"),
        ({"from": "2024-01-01", "interval": "day"}, "too-many-points"),
        ({"from": "0001-01-01", "interval": "month"}, "too-many-points"),
        ({"interval": "hour"}, "enum"),
    ],
)
def test_what_cannot_be_drawn_is_refused(sqlite_api: Api, query: dict[str, str], code: str) -> None:
    answer = sqlite_api.get(SERIES, params=query)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, code)


def test_the_first_days_that_there_are(sqlite_api: Api) -> None:
    items = sqlite_api.read(SERIES, **{"from": "0001-01-01", "to": "0001-01-20"})["items"]
    assert {item["open"] for item in items} == {0}


def open_at_the_end(api: Api, **params: str) -> dict[str, int]:
    items = api.read(SERIES, by="rule", interval="day", **params)["items"]
    return {item["key"]: item["open"] for item in items if item["on"] == items[-1]["on"]}


def test_an_empty_register_has_a_line_of_zeros_for_each_severity_and_none_for_units(sqlite_api: Api) -> None:
    items = sqlite_api.read(SERIES)["items"]
    assert {item["key"] for item in items} == {"critical", "high", "medium", "low"}
    assert {item[count] for item in items for count in ("open", "opened", "closed")} == {0}
    assert sqlite_api.read(SERIES, by="unit")["items"] == []


def test_a_finding_that_comes_back_is_opened_anew_and_was_not_open_in_between(api: Api) -> None:
    begins, boss = api.time.today(), api.position(level=1)
    api.hold(boss)
    system = api.system(criticality="businessCritical", lifecycle="inOperation")
    api.time.advance(days=1)
    owner = api.assign(system, boss)
    api.time.advance(days=1)
    api.delete(f"/v1/responsibilities/{owner['id']}")
    points = api.read(SERIES, by="rule", interval="day", **{"from": str(begins)})["items"]
    of_rule = [(item["open"], item["opened"], item["closed"]) for item in points if item["key"] == "OWN001"]
    assert of_rule == [(1, 1, 0), (0, 0, 1), (1, 1, 0)]


def test_waived_findings_are_left_out(sqlite_api: Api) -> None:
    system = sqlite_api.system(criticality="businessCritical", lifecycle="inOperation")
    day = {"from": str(sqlite_api.time.today())}
    assert open_at_the_end(sqlite_api, **day)["OWN001"] == 1
    waive(sqlite_api, system, "OWN001")
    assert open_at_the_end(sqlite_api, **day)["OWN001"] == 0


def test_a_system_without_a_unit_has_the_key_null_last(sqlite_api: Api) -> None:
    for unit_id in (None, sqlite_api.unit()["id"]):
        sqlite_api.system(criticality="businessCritical", lifecycle="inOperation", unitId=unit_id)
    items = sqlite_api.read(SERIES, by="unit")["items"]
    assert [item["key"] is None for item in items[-2:]] == [False, True]
    assert items[-1]["open"] > 0


def test_more_points_than_can_be_drawn_are_refused(sqlite_api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_POINTS", 200)
    answer = sqlite_api.get(SERIES)
    assert answer.status_code == 400
    assert answer.json()["errors"][0]["code"] == "too-many-points"
    assert sqlite_api.read(SERIES, interval="month")["items"] != []
