"""Importing contracts."""

import pytest

from tests.support.api import Api
from tests.support.imports import by_name, codes, counts, revision, run

pytestmark = pytest.mark.one_database("how cells are read")

HEAD = "Kontrakt;Leverandør;Start;Slut;Opsigelse;Systemer;Nøgle"


def test_contracts_come_in_with_their_systems(api: Api) -> None:
    ids = {api.system(name)["id"] for name in ("KSD", "KY")}
    rows = (HEAD, 'KOMBIT ydelser;KOMBIT;01-01-2024;31-12-2026;6;"KSD, KY";K1')
    assert counts(run(api, "contracts", *rows)) == {"created": 1}
    contract = by_name(api, "/v1/contracts", "KOMBIT ydelser")
    assert set(contract["systemIds"]) == ids
    assert (contract["startsOn"], contract["endsOn"], contract["noticeMonths"]) == ("2024-01-01", "2026-12-31", 6)
    before = revision(api)
    assert counts(run(api, "contracts", *rows)) == {"unchanged": 1}
    assert revision(api) == before


def test_the_systems_of_a_contract_are_replaced_as_a_whole(api: Api) -> None:
    api.system("KSD")
    other = api.system("KY")
    run(api, "contracts", HEAD, "Ydelser;;;;;KSD;K1")
    assert counts(run(api, "contracts", HEAD, "Ydelser;;;;;KY;K1")) == {"updated": 1}
    assert by_name(api, "/v1/contracts", "Ydelser")["systemIds"] == [other["id"]]


def test_a_contract_that_ends_before_it_starts_is_told(api: Api) -> None:
    report = run(api, "contracts", HEAD, "Ydelser;;01-01-2026;01-01-2025;;;K1")
    assert codes(report) == [(2, "backwards-period")]


def test_an_unknown_system_is_told(api: Api) -> None:
    report = run(api, "contracts", HEAD, 'Ydelser;;;;;"KSD, Månen";K1')
    assert codes(report) == [(2, "unknown-reference")]
