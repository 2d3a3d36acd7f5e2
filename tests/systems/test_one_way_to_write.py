"""A system is changed by the same decisions, whoever changes it: the API, an upsert, an import, or an undo."""

from collections.abc import Callable
from typing import Any

import pytest

from tests.support.api import Api
from tests.support.imports import counts, csv, run, upload
from tests.support.refusals import no_trace, refusal

EARLIER = "2026-01-15"
Change = Callable[[Api, dict[str, Any]], None]


def by_patch(api: Api, fields: dict[str, Any]) -> None:
    path = f"/v1/systems/{api.read('/v1/systems')['items'][0]['id']}"
    assert api.patch(path, fields).status_code == 200


def by_upsert(api: Api, fields: dict[str, Any]) -> None:
    assert api.put("/v1/systems/by-key/import/KSD", fields).status_code == 200


def by_import(api: Api, fields: dict[str, Any]) -> None:
    headers = {"version": "Version", "confirmedOn": "Senest bekræftet"}
    head = ";".join(["System", "Nøgle", *(headers[field] for field in fields)])
    assert counts(run(api, "systems", head, ";".join(["KSD", "KSD", *fields.values()]))) == {"updated": 1}


WAYS = [by_patch, by_upsert, by_import]


@pytest.fixture
def registered(sqlite_api: Api) -> Api:
    """One system, confirmed in January, in March."""
    sqlite_api.system("KSD", source="import", externalId="KSD", lifecycle="planned", version="1", confirmedOn=EARLIER)
    sqlite_api.time.advance(days=2)
    return sqlite_api


@pytest.mark.parametrize("change", WAYS)
@pytest.mark.parametrize(
    ("said", "confirmed"),
    [
        ({}, EARLIER),
        ({"confirmedOn": EARLIER}, EARLIER),
        ({"confirmedOn": "2026-02-01"}, "2026-02-01"),
    ],
)
def test_change_confirms_the_record_only_where_it_says_so(
    registered: Api, change: Change, said: dict[str, str], confirmed: str
) -> None:
    change(registered, {"version": "2", **said})
    (card,) = registered.read("/v1/systems")["items"]
    assert (card["version"], card["confirmedOn"]) == ("2", confirmed)


@pytest.mark.parametrize("change", WAYS)
def test_undoing_a_change_brings_back_the_day_of_the_confirmation_as_well(registered: Api, change: Change) -> None:
    change(registered, {"version": "2", "confirmedOn": "2026-02-01"})
    revision = registered.read("/v1/changes", limit=200)["items"][-1]["revision"]
    registered.time.advance(days=3)
    assert registered.post(f"/v1/changes/{revision}/revert").status_code == 200
    (card,) = registered.read("/v1/systems")["items"]
    assert (card["version"], card["confirmedOn"]) == ("1", EARLIER)


def test_nobody_confirms_a_record_ahead_of_time(registered: Api) -> None:
    path, ahead = f"/v1/systems/{registered.read('/v1/systems')['items'][0]['id']}", {"confirmedOn": "2026-03-05"}
    with no_trace(registered):
        refusal(registered.patch(path, ahead), 400, "/confirmedOn", "in-the-future")
        refusal(registered.put("/v1/systems/by-key/import/KSD", ahead), 400, "/confirmedOn", "in-the-future")
    refused = run(registered, "systems", "System;Nøgle;Senest bekræftet", "KSD;KSD;05-03-2026")
    assert [(problem["column"], problem["code"]) for problem in refused["problems"]] == [
        ("Senest bekræftet", "in-the-future")
    ]


def test_system_that_was_in_use_neither_is_deleted_nor_goes_with_the_undoing_of_its_making(sqlite_api: Api) -> None:
    system = sqlite_api.system("KSD", lifecycle="inOperation")
    made = sqlite_api.read("/v1/changes", resource="system")["items"][-1]["revision"]
    with no_trace(sqlite_api):
        deleted = sqlite_api.delete(f"/v1/systems/{system['id']}")
        undone = sqlite_api.post(f"/v1/changes/{made}/revert")
    said = [(answer.status_code, answer.json()["code"], answer.json()["detail"]) for answer in (deleted, undone)]
    assert said[0] == said[1] == (409, "ever-in-use", said[0][2])


def test_import_and_api_hold_the_same_responsibilities_to_be_exclusive(sqlite_api: Api) -> None:
    api = sqlite_api
    first, second = api.position(2, title="Chef"), api.position(3, title="Leder")
    system = api.system("KSD", source="import", externalId="KSD")
    for duty, basis in (("owner", "formal"), ("owner", "practice"), ("fix", "formal"), ("fix", "practice")):
        api.assign(system, first, duty, basis=basis)
    danish = {"owner": "systemejer", "fix": "fejlrette", "formal": "formelt", "practice": "i praksis"}
    for duty, basis, clash in (
        ("owner", "formal", "owner-overlap"),
        ("owner", "practice", None),
        ("fix", "formal", None),
        ("fix", "practice", None),
    ):
        row = f"KSD;{danish[duty]};Leder;{danish[basis]};01-05-2026"
        content = csv("System;Ansvar;Stilling;Grundlag;Fra", row)
        by_file = upload(api, "responsibilities", content, dryRun=True).json()
        assert [problem["code"] for problem in by_file["problems"]] == ([clash] if clash else [])
        body = {"duty": duty, "basis": basis, "positionId": second["id"], "validFrom": "2026-05-01"}
        answer = api.post(f"/v1/systems/{system['id']}/responsibilities", body)
        if clash:
            refusal(answer, 409, "/validFrom", clash)
        else:
            assert answer.status_code == 201, answer.text
