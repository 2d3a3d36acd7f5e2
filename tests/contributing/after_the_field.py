"""What a system's new field does, once every step of CONTRIBUTING is taken. Run by `test_field` in a changed copy."""

from sqlalchemy import text

from tests.support.api import Api
from tests.support.exports import download, lines
from tests.support.imports import run

FIELD, HEADER = "caseNumber", "Sagsnummer"


def listed(api: Api, **filters: str) -> list[str]:
    return [system["name"] for system in api.read("/v1/systems", **filters)["items"]]


def test_the_field_is_taken_shown_listed_filtered_brought_in_and_out_told_and_undone(sqlite_api: Api) -> None:
    api = sqlite_api
    system = api.system("KSD", caseNumber="24/17")
    path = f"/v1/systems/{system['id']}"
    assert system[FIELD] == "24/17"
    before = api.time.now()
    api.time.advance(minutes=1)

    report = run(api, "systems", f"System;{HEADER};Register-id", f"KSD;25/3;{system['id']}", "SBSYS;24/17;")
    assert (report["updated"], report["created"], report["problems"]) == (1, 1, report["problems"])
    assert api.read(path)[FIELD] == "25/3"
    assert api.read(path, knownAt=before.strftime("%Y-%m-%dT%H:%M:%SZ"))[FIELD] == "24/17"
    assert listed(api, caseNumber="24/17") == ["SBSYS"]
    assert [row[HEADER] for row in lines(download(api, "systems.csv"))] == ["25/3", "24/17"]

    assert FIELD in api.read(f"{path}/history")["items"][0]["changed"]
    entries = [each for each in api.read("/v1/changes")["items"] if each["resourceId"] == system["id"]]
    newest = max(entry["revision"] for entry in entries)
    assert api.client.post(f"/v1/changes/{newest}/revert").is_success
    assert api.read(path)[FIELD] == "24/17"


def test_a_card_of_an_earlier_release_is_read_without_it(sqlite_api: Api) -> None:
    api = sqlite_api
    system = api.system("KSD")
    with api.register.database.engine.begin() as connection:
        connection.execute(text("UPDATE card SET body = json_remove(body, '$.caseNumber'), shape = shape - 1"))
    assert api.read("/v1/systems")["items"][0][FIELD] is None
    assert system[FIELD] is None
