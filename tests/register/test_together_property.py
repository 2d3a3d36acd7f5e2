"""Writes that are settled together leave what they leave one after the other, whatever they are."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from random import Random
from typing import Any

import pytest
from httpx2 import Response

from tests.promises.audit import audit
from tests.support.api import Api, open_begun_api
from tests.support.databases import Databases
from tests.support.together import at_once, commits

_SYSTEMS, _POSITIONS = 6, 4
#: What is told apart by chance alone.
_BY_CHANCE = {"id", "findings", "revision"}


@dataclass(frozen=True)
class _Ask:
    """`tagged`: the path whose ETag is sent, as it was before any of those that ask at once had begun."""

    method: str
    path: str
    body: dict[str, Any]
    tagged: str | None = None

    def of(self, api: Api) -> Callable[[], Response]:
        headers = {"If-Match": api.get(self.tagged).headers["etag"]} if self.tagged else {}
        return lambda: api.client.request(self.method, self.path, json=self.body, headers=headers)


@dataclass(frozen=True)
class _Town:
    """The ids of what is there."""

    systems: list[str]
    positions: list[str]

    def ask(self, random: Random) -> _Ask:
        system, position = random.choice(self.systems), random.choice(self.positions)
        path, word = f"/v1/systems/{system}", f"Navn {random.randrange(1000)}"
        plain = {"name": word, "description": "x"}
        return random.choice(
            [
                _Ask("PATCH", path, {"name": word}, path),
                _Ask("PATCH", path, {"criticality": random.choice(["notCritical", "societyCritical"])}, path),
                _Ask("POST", f"{path}/responsibilities", {"duty": "owner", "positionId": position}),
                _Ask("POST", f"{path}/responsibilities", {"duty": "fix", "positionId": position}),
                _Ask("POST", f"{path}/budget-lines", {"fiscalYear": 2026, "kind": "operation", "allocatedDkk": 10}),
                _Ask("POST", f"{path}/retire", {"on": "2026-02-01"}),
                _Ask("POST", f"{path}/disputes", {"duty": "owner", "namesPositionId": position, "reason": word}),
                _Ask("PUT", f"/v1/systems/by-key/skema/{random.randrange(3)}", plain),
                _Ask("POST", "/v1/systems", plain),
                _Ask("PATCH", f"/v1/positions/{position}", {"title": word}, f"/v1/positions/{position}"),
            ]
        )


@pytest.fixture
def twins(api: Api, databases: Databases) -> Iterator[tuple[Api, Api, _Town]]:
    """Two registers with the same content, ids included."""
    systems = [api.system(lifecycle="inOperation")["id"] for _ in range(_SYSTEMS)]
    positions = [api.position(level) for level in range(1, _POSITIONS + 1)]
    for position in positions[:-1]:
        api.hold(position)
    for system, position in zip(systems, positions, strict=False):
        api.assign({"id": system}, position)
    database = api.register.database
    database.dispose()
    databases.keep("twins", database.url.render_as_string(hide_password=False))
    with databases.copy_of("twins", lambda _: None) as url:
        twin = open_begun_api(url)
        yield api, twin, _Town(systems, [position["id"] for position in positions])
        twin.register.database.dispose()


@pytest.mark.parametrize(
    ("seed", "rounds"), [(17, 12), *(pytest.param(seed, 40, marks=pytest.mark.soak) for seed in range(8))]
)
def test_together_they_leave_what_they_leave_one_by_one(twins: tuple[Api, Api, _Town], seed: int, rounds: int) -> None:
    together, alone, town = twins
    random, number = Random(seed), 0  # noqa: S311 - repeatable, not secret
    with commits(together) as made:
        for _ in range(rounds):
            asks = [town.ask(random) for _ in range(random.randrange(2, 6))]
            number += len(asks)
            one_by_one = [ask() for ask in [ask.of(alone) for ask in asks]]
            answers = at_once(together, *(ask.of(together) for ask in asks))
            assert [answer.status_code for answer in answers] == [answer.status_code for answer in one_by_one]
            assert _cards(together) == _cards(alone)
    assert len(made) < number
    assert _entries(together) == _entries(alone)
    audit(together)
    assert together.register.evaluate().cards == 0
    assert together.read("/v1/journal/verification")["valid"]


def _cards(api: Api) -> list[dict[str, Any]]:
    cards = api.read("/v1/systems", limit=200, sort="name")["items"]
    return sorted(
        (
            {key: value for key, value in card.items() if key not in _BY_CHANCE}
            | {"findings": sorted((finding["rule"], finding["message"]) for finding in card["findings"])}
            for card in cards
        ),
        key=str,
    )


def _entries(api: Api) -> list[tuple[Any, ...]]:
    """In the order of the journal, in which each write has its own place."""
    entries = api.read("/v1/changes", limit=200)["items"]
    return [(entry["action"], entry["resource"], entry["changed"], entry["actor"]) for entry in entries]
