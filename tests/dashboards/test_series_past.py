"""The trend tells each day as it was: with the severities, the units and the waivers that were known at its end."""

from collections import Counter
from collections.abc import Callable
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import pytest

from tests.moving.moves import empty_register, moved_in, taken_out
from tests.support.api import ZONE, Api, open_api
from tests.support.databases import Databases
from tests.support.findings import waive

SERIES = "/v1/dashboard/findings-series"
Made = dict[str, Any]


class Life:
    """Systems whose findings change in every way there is, by chance; `live` is one day of it."""

    def __init__(self, api: Api, seed: int) -> None:
        self.api, self.random = api, Random(seed)  # noqa: S311 - the same days each time
        top = api.unit()
        self.units = [top["id"], api.unit(parentId=top["id"])["id"], api.unit()["id"], None]
        self.boss = api.position(level=1)
        api.hold(self.boss)
        self.systems: list[Made] = []
        self.owners: dict[str, Made] = {}
        for _ in range(3):
            self.make()

    def live(self) -> None:
        for _ in range(self.random.randrange(4)):
            deed: Callable[[], None] = self.random.choice(
                [self.make, self.own, self.own, self.judge, self.judge, self.hand_over, self.hand_over, self.accept]
            )
            deed()
            self.api.time.advance(minutes=self.random.randrange(1, 90))
        # Over midnight in Denmark as often as not.
        self.api.time.advance(hours=self.random.randrange(9, 30))

    def make(self) -> None:
        unit = self.random.choice(self.units)
        self.systems.append(self.api.system(unitId=unit, criticality="notCritical", lifecycle="inOperation"))

    def own(self) -> None:
        """Gives it an owner, or takes them away."""
        system = self.random.choice(self.systems)
        owned = self.owners.pop(system["id"], None)
        if owned is None:
            self.owners[system["id"]] = self.api.assign(system, self.boss)
        else:
            self.api.delete(f"/v1/responsibilities/{owned['id']}")

    def judge(self) -> None:
        """How bad a finding is depends on it."""
        self._change(criticality=self.random.choice(["notCritical", "businessCritical", "societyCritical"]))

    def hand_over(self) -> None:
        self._change(unitId=self.random.choice(self.units))

    def accept(self) -> None:
        system = self.random.choice(self.systems)
        rules = [finding["rule"] for finding in self.api.card(system)["findings"] if not finding["waived"]]
        if rules:
            waive(self.api, system, self.random.choice(rules))

    def _change(self, **values: Any) -> None:
        system = self.random.choice(self.systems)
        assert self.api.patch(f"/v1/systems/{system['id']}", values).status_code == 200


def findings(api: Api, on: date, **params: Any) -> list[Made]:
    """Open and closed ones, as they were known at the end of the day, without those that were waived then."""
    answer = api.read("/v1/findings", state="all", limit=200, knownAt=str(on), **params)
    assert answer["nextCursor"] is None
    waived = {item["id"] for item in api.read("/v1/findings", state="waived", limit=200, knownAt=str(on))["items"]}
    return [item for item in answer["items"] if item["id"] not in waived and not item["waived"]]


def day(instant: str | None) -> date:
    return date.max if instant is None else datetime.fromisoformat(instant).astimezone(ZONE).date()


def numbers(points: list[Made], name: str) -> Counter[str | None]:
    return Counter({point["key"]: point[name] for point in points if point[name]})


def assert_as_known(api: Api, by: str, key: str, interval: str, **scope: Any) -> Counter[str]:
    """Every point is what the list of findings gives for its day; the sums of all points."""
    begins = date(2026, 3, 2)
    series = api.read(SERIES, by=by, interval=interval, **{"from": str(begins), "to": str(api.time.today())}, **scope)
    before, sums = begins - timedelta(days=1), Counter[str]()
    for on in sorted({date.fromisoformat(item["on"]) for item in series["items"]}):
        points = [item for item in series["items"] if item["on"] == str(on)]
        known = findings(api, on, **scope)
        total = api.read("/v1/findings", state="open", knownAt=str(on), **scope)["total"]
        assert sum(point["open"] for point in points) == total
        assert numbers(points, "open") == Counter(item[key] for item in known if item["closedAt"] is None)
        assert numbers(points, "opened") == Counter(item[key] for item in known if before < day(item["openedAt"]) <= on)
        assert numbers(points, "closed") == Counter(item[key] for item in known if before < day(item["closedAt"]) <= on)
        sums.update({name: sum(point[name] for point in points) for name in ("open", "opened", "closed")})
        before = on
    return sums


@pytest.mark.parametrize("seed", range(3))
def test_each_day_is_what_the_list_of_findings_gives_for_it(api: Api, seed: int) -> None:
    life = Life(api, seed)
    for _ in range(10):
        life.live()
    above = {"unitId": life.units[0]}
    for by, key in (("rule", "rule"), ("severity", "severity"), ("unit", "unitId")):
        assert min(assert_as_known(api, by, key, "day").values()) > 0
        assert_as_known(api, by, key, "week", **above, includeSubunits="true")
        assert_as_known(api, by, key, "day", **above, includeSubunits="false")


def test_a_system_that_changes_its_unit_leaves_its_past_with_the_old_one(api: Api) -> None:
    old, new = api.unit()["id"], api.unit()["id"]
    system = api.system(unitId=old, criticality="businessCritical", lifecycle="inOperation")
    monday = str(api.time.today())
    one_day = {"from": monday, "to": monday, "interval": "day", "by": "unit"}
    before = api.read(SERIES, **one_day)
    only_old = api.read(SERIES, unitId=old, **one_day)
    api.time.advance(days=1)
    assert api.patch(f"/v1/systems/{system['id']}", {"unitId": new}).status_code == 200
    assert api.read(SERIES, **one_day) == before
    assert api.read(SERIES, unitId=old, **one_day) == only_old
    assert api.read(SERIES, unitId=new, **one_day)["items"] == []
    today = api.read(SERIES, interval="day", by="unit", **{"from": str(api.time.today())})["items"]
    assert [(item["key"], item["open"], item["opened"], item["closed"]) for item in today] == [
        (new, before["items"][0]["open"], 0, 0)
    ]


def test_a_finding_that_grows_worse_was_not_so_bad_before(api: Api) -> None:
    system = api.system(criticality="notCritical", lifecycle="inOperation")
    monday = str(api.time.today())
    one_day = {"from": monday, "to": monday, "interval": "day"}
    before = api.read(SERIES, **one_day)
    api.time.advance(days=1)
    assert api.patch(f"/v1/systems/{system['id']}", {"criticality": "businessCritical"}).status_code == 200
    worse = {item["key"]: item["open"] for item in api.read(SERIES, **{"from": str(api.time.today())})["items"]}
    assert worse != {item["key"]: item["open"] for item in before["items"]}
    assert api.read(SERIES, **one_day) == before


def test_what_is_waived_today_was_open_before(api: Api) -> None:
    system = api.system(criticality="businessCritical", lifecycle="inOperation")
    begins = str(api.time.today())
    api.time.advance(days=1)
    waive(api, system, "OWN001")
    points = api.read(SERIES, by="rule", interval="day", **{"from": begins})["items"]
    of_rule = [(item["open"], item["opened"], item["closed"]) for item in points if item["key"] == "OWN001"]
    assert of_rule == [(1, 1, 0), (0, 0, 0)]


def test_findings_that_were_moved_in_keep_their_age(api: Api, databases: Databases) -> None:
    boss, units = api.position(level=1), [api.unit()["id"] for _ in range(2)]
    api.hold(boss)
    owned, _ = (api.system(unitId=unit, criticality="businessCritical", lifecycle="inOperation") for unit in units)
    api.time.advance(days=2)
    api.assign(owned, boss)
    api.time.advance(days=2)
    asked = {"from": "2026-03-02", "to": str(api.time.today()), "interval": "day"}
    with empty_register(databases, api.time.instant) as register:
        moved_in(register, taken_out(api.register), keep_ids=True)
        moved = open_api(register.database.url.render_as_string(hide_password=False), api.time.instant)
        for by in ("rule", "severity", "unit"):
            assert moved.read(SERIES, by=by, **asked) == api.read(SERIES, by=by, **asked)
        moved.register.database.dispose()
