"""Every route that says who answered on a day, asked and compared with the plain history."""

import csv
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import groupby
from typing import Any

from tests.promises.history_answers import DUTIES, Filters, Json, holders, owner, rows
from tests.promises.history_model import ALWAYS, Period, State, on
from tests.support.api import ZONE, Api
from tests.support.exports import download, lines

#: Ways to say a day. Early in a Danish day it is the day before in UTC.
SPELLINGS: list[Callable[[date], str]] = [
    date.isoformat,
    lambda day: f"{day}T12:00:00Z",
    lambda day: datetime.combine(day, time(0, 20), ZONE).isoformat(),
    lambda day: datetime.combine(day, time(23, 40), ZONE).isoformat(),
    lambda day: datetime.combine(day, time(0, 20), ZONE).astimezone(UTC).isoformat().replace("+00:00", "Z"),
]
SORTS = ("systemName", "duty", "validFrom", "positionTitle", "personName")


#: The days that a line of the file says: those of the stretch, and the responsibility's own.
FILE_DAYS = {
    "Fra": "validFrom",
    "Til": "validUntil",
    "Ansvar fra": "responsibilityFrom",
    "Ansvar til": "responsibilityUntil",
}


@dataclass(frozen=True)
class Question:
    """About a day; `state` is what the register says now, or said when `known_at` was the time.

    `at` and `known_at` are as they are asked. Without `at` the day has to be today, or the day of `known_at`.
    """

    state: State
    day: date
    at: str | None = None
    known_at: str | None = None

    @property
    def known(self) -> dict[str, str]:
        return {} if self.known_at is None else {"knownAt": self.known_at}

    @property
    def params(self) -> dict[str, str]:
        return self.known if self.at is None else {**self.known, "at": self.at}


@dataclass(frozen=True)
class Asker:
    """Each method asks one kind of question and fails where the answer is not the history's."""

    api: Api

    def everything_about(self, asked: Question, filters: Filters, sort: str) -> None:
        """What can be asked with `at` and `knownAt`."""
        for number, system_id in enumerate(sorted(asked.state.systems)):
            self.card(asked, system_id)
            self.duties(asked, system_id)
            self.chain(asked, system_id, ("fix", "owner", "monitor")[number % 3])
        listed = self.rows(asked.state, on(asked.day), {}, asked.params)
        self.export(listed, asked.params)
        listed = self.rows(asked.state, on(asked.day), filters, {**asked.params, **filters, "sort": sort})
        self.export(listed, {**asked.params, **filters, "sort": sort})

    # ------------------------------------------------------------------- one system
    def card(self, asked: Question, system_id: str) -> None:
        self._card(self.api.read(f"/v1/systems/{system_id}", **asked.params), asked.state, asked.day)

    def _card(self, card: Json, state: State, day: date) -> None:
        system_id = card["id"]
        assert card["name"] == state.systems[system_id].name
        assert card["owner"] == owner(state, system_id, day)
        said = [(row["duty"], _sorted(row["formal"]), _sorted(row["practice"])) for row in card["duties"]]
        assert said == [(duty, *_both(state, system_id, duty, day)) for duty in DUTIES]
        assert _sorted(card["ownerInPractice"]) == holders(state, system_id, "owner", "practice", day)

    def duties(self, asked: Question, system_id: str) -> None:
        answer = self.api.read(f"/v1/systems/{system_id}/duties", **asked.params)
        said = {row["duty"]: (_sorted(row["formal"]), _sorted(row["practice"])) for row in answer["duties"]}
        assert said == {duty: _both(asked.state, system_id, duty, asked.day) for duty in ("owner", *DUTIES)}
        assert {row["duty"]: row["gap"] for row in answer["duties"]} == {duty: not said[duty][0] for duty in said}

    def chain(self, asked: Question, system_id: str, duty: str) -> None:
        steps = self.api.read(f"/v1/systems/{system_id}/escalation", duty=duty, **asked.params)["steps"]
        state, day = asked.state, asked.day
        named: dict[str, list[str]] = {}
        for step in steps:
            position = state.positions[step["positionId"]]
            assert (step["title"], step["managementLevel"]) == (position.title, position.level)
            assert step["personName"] == state.name(step["personId"])
            if step["role"] == "holder":
                assert step["personId"] == state.holder(position.id, day)
                named.setdefault(step["reasonCode"], []).append(position.id)
            else:
                assert step["personId"] in state.incumbents(position.id, "deputy", day)
        formal, practice = ({one["positionId"] for one in held} for held in _both(state, system_id, duty, day))
        owners = {one["positionId"] for one in holders(state, system_id, "owner", "formal", day)}
        assert set(named.get("practice", ())) == practice
        assert set(named.get("formal", ())) == formal - practice
        assert set(named.get("owner", ())) == owners - formal - practice

    # ------------------------------------------------------------- rows of time, and files
    def rows(self, state: State, period: Period, filters: Filters, params: Any) -> list[Json]:
        """The list over all its pages: the history's rows, each once and in order."""
        found = list(self._pages("/v1/responsibilities", {**params, "limit": 3}))
        assert {row["id"]: row for row in found} == rows(state, period, filters)
        assert len({row["id"] for row in found}) == len(found)
        _in_order(found, params.get("sort", "systemName"))
        return found

    def _pages(self, path: str, params: dict[str, Any]) -> Iterator[Json]:
        cursor: dict[str, str] = {}
        seen, total = 0, -1
        while seen != total:
            page = self.api.read(path, **params, **cursor)
            yield from page["items"]
            seen, total = seen + len(page["items"]), page["total"]
            assert (page["nextCursor"] is None) == (seen == total)
            cursor = {"cursor": page["nextCursor"]}

    def export(self, listed: list[Json], params: Any) -> None:
        """The same rows in the same order: as JSON they are equal, as CSV they say the same."""
        answer = self.api.read("/v1/exports/responsibilities.json", **params)
        assert (answer["items"], answer["total"]) == (listed, len(listed))
        content = download(self.api, "responsibilities.csv", **params, dialect="rfc4180")
        self._lines(listed, [dict(row) for row in csv.DictReader(content.decode("utf-8-sig").splitlines())])

    def sheet(self, listed: list[Json], params: Any) -> None:
        self._lines(listed, lines(download(self.api, "responsibilities.xlsx", **params)))

    @staticmethod
    def _lines(listed: list[Json], written: list[dict[str, Any]]) -> None:
        assert len(written) == len(listed)
        for row, line in zip(listed, written, strict=True):
            cells = {str(cell) for cell in line.values() if cell}
            kept = ("responsibilityId", "systemName", "positionTitle", "personName", "validFrom", "validUntil")
            assert cells >= {row[key] for key in kept if row[key] is not None}
            for header, key in FILE_DAYS.items():
                assert str(line.get(header) or "") == (row[key] or "")
            assert row["personName"] is not None or not line.get("Person")

    # ------------------------------------------------------------ what takes one of the two
    def systems(self, asked: Question) -> None:
        """Cards, one by one, listed and exported: the owner is the one of the day of `knownAt`, as known then."""
        listed = self.api.read("/v1/systems", limit=200, **asked.known)["items"]
        assert {card["id"] for card in listed} == set(asked.state.systems)
        for card in listed:
            self._card(card, asked.state, asked.day)
            self._card(self.api.read(f"/v1/systems/{card['id']}", **asked.known), asked.state, asked.day)
        assert self.api.read("/v1/exports/systems.json", **asked.known)["items"] == listed

    def held_lists(self, day: date, at: str, state: State) -> None:
        """What each system, position and person has on the day, as known now."""
        held = [one for one in state.responsibilities.values() if one.begins <= day <= (one.ends or date.max)]
        for system_id in state.systems:
            expected = {one.id for one in held if one.system_id == system_id}
            assert self._ids(f"/v1/systems/{system_id}/responsibilities", at=at) == expected
        for position_id in state.positions:
            expected = {one.id for one in held if one.position_id == position_id}
            assert self._ids(f"/v1/positions/{position_id}/responsibilities", at=at) == expected
        for person_id in state.people:
            expected = {one.id for one in held if state.holder(one.position_id, day) == person_id}
            assert self._ids(f"/v1/people/{person_id}/responsibilities", at=at) == expected

    def _ids(self, path: str, **params: str) -> set[str]:
        return {item["id"] for item in self.api.read(path, limit=200, **params)["items"]}

    def tenures(self, state: State) -> None:
        """All of a position's and of a person's, past, present and to come, as they are recorded."""
        for kind, ids in (("positions", state.positions), ("people", state.people)):
            for row_id in ids:
                items = self.api.read(f"/v1/{kind}/{row_id}/tenures", limit=200)["items"]
                kept = ("id", "positionId", "personId", "role", "validFrom", "validUntil")
                assert {item["id"]: tuple(item[key] for key in kept) for item in items} == {
                    one.id: (
                        one.id,
                        one.position_id,
                        one.person_id,
                        one.role,
                        one.begins.isoformat(),
                        one.ends and one.ends.isoformat(),
                    )
                    for one in state.tenures.values()
                    if row_id in {one.position_id, one.person_id}
                }

    def whole_history(self, state: State) -> None:
        """All rows of all time, and each person's and each position's own."""
        self.rows(state, ALWAYS, {}, {"from": "0001-01-01"})
        for key, ids in (("personId", state.people), ("positionId", state.positions)):
            for row_id in ids:
                filters = {key: [row_id]}
                self.rows(state, ALWAYS, filters, {"from": "0001-01-01", **filters})


def _both(state: State, system_id: str, duty: str, day: date) -> tuple[list[Json], list[Json]]:
    return holders(state, system_id, duty, "formal", day), holders(state, system_id, duty, "practice", day)


def _sorted(holders: list[Json]) -> list[Json]:
    return sorted(holders, key=lambda holder: holder["positionId"])


def _in_order(rows: list[Json], sort: str) -> None:
    """Equal values stand together, those whose order the contract gives in that order."""
    key = sort.removeprefix("-")
    values = [value for value, _ in groupby(row[key] for row in rows)]
    assert len(values) == len(set(values)), (sort, values)
    named = [value for value in values if value is not None]
    if key != "duty":
        assert named == sorted(named, reverse=sort.startswith("-")), (sort, named)
