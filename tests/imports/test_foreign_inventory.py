"""A real kind of file: an inventory in another language, without owners, keys, descriptions or budgets.

The rows are invented; headers and gaps are those of a Dutch municipality's inventory.
"""

from pathlib import Path

from tests.support.api import Api
from tests.support.imports import codes, counts, revision, upload

FILE = Path(__file__).with_name("inventory.csv")
MAPPING = {"naam": "name", "Leverancier": "supplier"}


def test_every_row_comes_in_and_lacks_an_owner(api: Api) -> None:
    report = upload(api, "systems", FILE.read_bytes(), mapping=MAPPING).json()
    assert counts(report) == {"created": 20}
    assert {code for _, code in codes(report)} == {"unread-column", "no-description"}
    assert report["warnings"] == 6 + 20
    listed = api.read("/v1/systems", rule="OWN001")
    assert listed["total"] == 20
    assert {card["supplier"] for card in listed["items"]} >= {"Zee & Zand BV", None}


def test_the_second_time_changes_nothing(api: Api) -> None:
    upload(api, "systems", FILE.read_bytes(), mapping=MAPPING)
    before = revision(api)
    assert counts(upload(api, "systems", FILE.read_bytes(), mapping=MAPPING).json()) == {"unchanged": 20}
    assert revision(api) == before


def test_without_a_mapping_the_headers_are_named(api: Api) -> None:
    response = upload(api, "systems", FILE.read_bytes())
    assert response.status_code == 400
    assert "'naam', 'cluster', 'GEMMA domein'" in response.json()["detail"]
