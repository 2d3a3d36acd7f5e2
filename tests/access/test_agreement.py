"""Lists, searches, counts, dashboards, files and the feed show each caller what the GETs of single things show."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.folding import fold
from app.vocabulary import Criticality, FundingState, Lifecycle, Role
from tests.access.town import Json
from tests.support.api import Api
from tests.support.properties import FEW

pytestmark = pytest.mark.one_database("compares answers of one register with each other")

READERS = (Role.READER, Role.OWNER, Role.REGISTRAR, Role.COORDINATOR, Role.STEWARD, Role.ADMIN)
AREAS = ("units", "positions", "people", "contracts", "findings", "handovers", "disputes", "attestation-requests")
#: Of a page, as many are asked for one by one.
LOOKED_AT = 3

codes = {"criticality": Criticality, "lifecycle": Lifecycle, "fundingState": FundingState}
facts = st.fixed_dictionaries(
    {},
    optional={
        **{name: st.lists(st.sampled_from(list(term)), min_size=1, unique=True) for name, term in codes.items()},
        "q": st.sampled_from(["sys", "Skole", "løn", "loen", "a", "%", "findes ikke"]),
        "rule": st.sampled_from([["OWN003"], ["FUN002"], ["OWN001", "DUT001"]]),
        "hasOwner": st.sampled_from(["true", "false"]),
        "minSeverity": st.sampled_from(["high", "critical"]),
    },
)


@pytest.fixture
def callers(demonstration: Api) -> dict[Role, Api]:
    """One of each role: the registrar keeps a unit, the owner is someone who owns systems."""
    api = demonstration
    card = api.read("/v1/systems", hasOwner="true", limit=1)["items"][0]
    owner = api.read(f"/v1/systems/{card['id']}")["owner"]
    person = {Role.OWNER: owner["personId"]}
    unit = {Role.REGISTRAR: card["unitId"]}
    return {role: api.as_role(role, unit.get(role), person.get(role)) for role in READERS}


def everything(caller: Api, path: str, **query: Any) -> Iterator[Json]:
    """The items of a list, page by page."""
    cursor: dict[str, str] = {}
    while True:
        page = caller.read(path, limit=200, **query, **cursor)
        yield from page["items"]
        if page["nextCursor"] is None:
            return
        cursor = {"cursor": page["nextCursor"]}


@pytest.mark.hypothesis
@pytest.mark.parametrize("role", READERS)
def test_what_is_listed_searched_and_exported_is_what_is_there(callers: dict[Role, Api], role: Role) -> None:
    caller = callers[role]
    cards = {card["id"]: card for card in everything(caller, "/v1/systems")}
    exported = caller.get("/v1/exports/systems.json")
    mine = {item["id"] for item in exported.json()["items"]} if exported.status_code == 200 else None

    @FEW
    @given(query=facts, at=st.integers(min_value=0))
    def agree(query: dict[str, Any], at: int) -> None:
        found = list(everything(caller, "/v1/systems", **query))
        assert caller.read("/v1/systems", limit=1, **query)["total"] == len(found)
        assert all(item == cards[item["id"]] for item in found)
        for name in codes.keys() & query.keys():
            assert {_code(item, name) for item in found} <= set(query[name])
        if "q" in query:
            said = {card["id"] for card in cards.values() if fold(query["q"]) in fold(_searched(card))}
            assert {item["id"] for item in found} <= said, query
        for card in found[at % (len(found) or 1) :][:LOOKED_AT]:
            assert caller.read(f"/v1/systems/{card['id']}") == card
        if mine is not None:
            file = caller.read("/v1/exports/systems.json", **query)
            assert file["items"] == [item for item in found if item["id"] in mine]
            assert file["total"] == len(file["items"])

    agree()


def _code(card: Json, name: str) -> str:
    code: str = card["funding"]["state"] if name == "fundingState" else card[name]
    return code


def _searched(card: Json) -> str:
    texts = [card["name"], card["description"], card["supplier"], card["operationSupplier"], *card["alternativeNames"]]
    return "\n".join(text for text in texts if text)


@pytest.mark.parametrize("role", READERS)
def test_every_list_shows_what_its_gets_show(callers: dict[Role, Api], role: Role) -> None:
    caller = callers[role]
    for area in AREAS:
        listed = list(everything(caller, f"/v1/{area}"))
        assert caller.read(f"/v1/{area}", limit=1)["total"] == len(listed) > 0, area
        for item in [*listed[:LOOKED_AT], *listed[-LOOKED_AT:]]:
            assert caller.read(f"/v1/{area}/{item['id']}") == item, area


@pytest.mark.hypothesis
@pytest.mark.parametrize("role", READERS)
def test_dashboards_count_what_the_lists_show(callers: dict[Role, Api], role: Role) -> None:
    caller = callers[role]
    units = list(everything(caller, "/v1/units"))
    figures = {row["unitId"]: row for row in caller.read("/v1/dashboard/units")["items"]}

    @FEW
    @given(unit=st.sampled_from(units))
    def agree(unit: Json) -> None:
        within = {"unitId": unit["id"], "includeSubunits": "true"}
        cards = list(everything(caller, "/v1/systems", **within))
        summary = caller.read("/v1/dashboard/summary", **within)
        assert summary["systems"]["total"] == len(cards) == figures[unit["id"]]["systems"]
        for key, counted in (("criticality", "byCriticality"), ("lifecycle", "byLifecycle")):
            told = {code: number for code, number in summary["systems"][counted].items() if number}
            assert told == Counter(card[key] for card in cards)
        findings = list(everything(caller, "/v1/findings", state="open", **within))
        assert summary["findings"]["open"] + summary["findings"]["waived"] == len(findings)
        assert {finding["systemId"] for finding in findings} <= {card["id"] for card in cards}
        cells = caller.read("/v1/dashboard/heatmap", **within)["cells"]
        assert sum(cell["flagged"] for cell in cells) <= sum(cell["systems"] for cell in cells) <= len(cards)

    agree()


@pytest.mark.parametrize("role", READERS)
def test_the_feed_tells_who_where_the_history_does(callers: dict[Role, Api], role: Role) -> None:
    caller = callers[role]
    items = caller.read("/v1/changes", limit=200, resource="system")["items"]
    assert items
    for item in items[:: len(items) // 12 or 1]:
        history = caller.get(f"/v1/systems/{item['resourceId']}/history")
        assert (history.status_code == 200) == (item["actor"] is not None), item
        if history.status_code == 200:
            told = {version["revision"]: version for version in history.json()["items"]}
            if item["revision"] in told:
                version = told[item["revision"]]
                assert (version["actor"], version["reason"]) == (item["actor"], item["reason"])
