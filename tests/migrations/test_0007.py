"""A register of release 0006 keeps what its owners said: an attestation that held holds, and a no stands."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from alembic import command

from app.core.migrate import alembic_config
from tests.support.api import Api, open_api
from tests.support.databases import Databases
from tests.upgrade.databases import read, upgraded

#: A week after the last that was written there.
LATER = datetime(2026, 3, 16, 9, tzinfo=UTC)


@pytest.fixture
def api(databases: Databases) -> Iterator[Api]:
    with databases.copy_of("upgraded-0006", upgraded("0006")) as url:
        opened = open_api(url, LATER)
        yield opened
        opened.register.database.dispose()


def attested(api: Api) -> dict[str, dict[str, Any]]:
    """The newest attestation of each system that has one, by its name."""
    cards = api.read("/v1/systems", limit=200)["items"]
    return {card["name"]: card["attestation"] for card in cards if card["attestation"]}


def test_attestation_that_held_still_holds(api: Api) -> None:
    before = {
        body["name"]: body["attestation"]["valid"]
        for body in map(_body, read("0006").tables["card"])
        if body["attestation"]
    }
    assert {name: found["valid"] for name, found in attested(api).items()} == before
    assert set(before.values()) == {True}


def test_a_no_still_stands_and_does_so_after_a_trivial_edit(api: Api) -> None:
    (said_no,) = [name for name, found in attested(api).items() if found["money"] == "no"]
    (system,) = api.read("/v1/systems", q=said_no)["items"]
    assert "OWN006" in api.flagged(system)
    api.budget(system, fiscalYear=2024, estimatedDkk=1)
    assert "OWN006" in api.flagged(system)


def test_what_is_new_is_unknown_or_absent(api: Api) -> None:
    for card in api.read("/v1/systems", limit=200)["items"]:
        assert card["supportHours"] == "unknown"
        assert card["confirmedOn"] is not None
        assert card["funding"]["development"]["state"] == "unknown"
    for contract in api.read("/v1/contracts")["items"]:
        assert (contract["kind"], contract["discontinued"], contract["hotline"]) == ("unknown", False, None)
    assert api.read("/v1/journal/verification")["valid"]


def test_down_and_up_again(databases: Databases) -> None:
    with databases.copy_of("upgraded-0006", upgraded("0006")) as url:
        command.downgrade(alembic_config(url), "0006")
        command.upgrade(alembic_config(url), "head")
        api = open_api(url, LATER)
        # The release below keeps no sums; the cards say that the attestations hold.
        assert {found["valid"] for found in attested(api).values()} == {True}
        api.register.database.dispose()


def _body(row: dict[str, Any]) -> dict[str, Any]:
    body: dict[str, Any] = json.loads(row["body"])
    return body
