"""What an erasure does not reach is listed; and nothing of a deleted person is kept."""

from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook
from sqlmodel import select

from app.access.issuing import issue_token
from app.models import JournalEntry
from app.vocabulary import Role
from tests.support.api import TESTER, Api
from tests.support.imports import csv, run, upload
from tests.support.living import saved
from tests.support.warm import make_client

NAME, MAIL, PHONE = "Ane Forhen Holm", "aneholm@kommune.example", "55 66 77 88"


def left(api: Api) -> dict[str, Any]:
    person = api.person(NAME, email=MAIL, phone=PHONE)
    api.hold(api.position(title="Teamleder"), person)
    api.post(f"/v1/people/{person['id']}/departure", {"on": "2026-03-02"})
    api.time.advance(days=1)
    return person


def test_free_text_and_the_journal_are_listed(api: Api) -> None:
    person = left(api)
    system = api.system(notes="Ring til HOLM, ane forhen ved fejl.", alternativeNames=["Anes system"])
    other = api.system(description="Spørg Ane Holm.")
    api.patch(f"/v1/systems/{other['id']}", {"version": "2"}, headers={"Change-Reason": f"Efter {MAIL}"})
    named = issue_token(api.register, TESTER, name=NAME, role=Role.ADMIN)
    unit = api.__class__(api.app, api.time, make_client(api.app, named)).unit("Ny enhed")
    remains = api.post(f"/v1/people/{person['id']}/erasure").json()["remains"]
    standing = {
        (place["resource"], place["resourceId"], place["key"]) for place in remains if place["revision"] is None
    }
    token = next(item["id"] for item in api.read("/v1/tokens")["items"] if item["name"] == NAME)
    assert standing == {
        ("system", system["id"], "notes"),
        ("system", other["id"], "description"),
        ("token", token, "name"),
    }
    for_good = {(place["resource"], place["resourceId"], place["key"]) for place in remains if place["revision"]}
    assert for_good == standing | {("system", other["id"], "reason"), ("unit", unit["id"], "actor")}
    assert api.post(f"/v1/people/{person['id']}/erasure").json()["remains"] == [], "nothing is known to look for"


KEYS = ("aneholm@kommune.example", "AD\\aneholm", "ane.holm", "Holm, Ane Forhen")


@pytest.mark.parametrize("key", KEYS)
def test_a_key_that_names_the_person_goes_and_still_finds_who_was_erased(api: Api, key: str) -> None:
    person = api.person(NAME, email=MAIL, source="ad", externalId=key, leavesOn="2026-03-01")
    path = f"/v1/people/{person['id']}"
    api.patch(path, {"phone": PHONE})
    erased = api.post(f"{path}/erasure").json()
    assert erased["externalId"].startswith("slettet:")
    assert erased["externalId"] == api.read(path)["externalId"]
    # What the chain's hashes cover stays, and is said: it was made, changed, and erased.
    with api.register.database.reading() as session:
        statement = select(JournalEntry.revision).where(JournalEntry.resource_id == person["id"])
        entries = sorted(session.exec(statement))
    assert [(place["key"], place["revision"]) for place in erased["remains"]] == [
        ("externalId", revision) for revision in entries
    ]
    assert len(entries) == 3
    again = run(api, "people", "Navn;E-mail;Nøgle", f'{NAME};{MAIL};"{key}"', source="ad")
    assert (again["created"], again["updated"], again["problems"][0]["code"]) == (0, 0, "erased")
    taken = api.post("/v1/people", {"name": NAME, "source": "ad", "externalId": key})
    assert (taken.status_code, taken.json()["errors"][0]["code"]) == (409, "duplicate-key")
    assert api.read("/v1/journal/verification")["valid"]


def test_a_second_erasure_uses_the_same_salt_and_a_number_is_left_alone(api: Api) -> None:
    def erased(key: str) -> str:
        person = api.person(f"Person {key}", source="ad", externalId=key, leavesOn="2026-03-01")
        found: str = api.post(f"/v1/people/{person['id']}/erasure").json()["externalId"]
        return found

    first, second = (erased(f"{name}@kommune.example").split(":") for name in ("a", "b"))
    assert (first[1], first[2] != second[2]) == (second[1], True)
    assert erased("4711") == "4711"


def test_reports_lose_the_name_in_every_spelling(api: Api) -> None:
    person = left(api)
    rows = ["Holm, Ane Forhen;ikke-en-adresse", "ANE FORHEN HOLM;forkert", "Ane Holm;forkert"]
    report = upload(api, "people", csv("Navn;E-mail", *rows)).json()
    assert report["rejected"] == 3
    api.post(f"/v1/people/{person['id']}/erasure")
    again = api.get(f"/v1/imports/{report['id']}").text
    assert "holm" not in again.lower()


def test_reports_lose_the_name_as_a_header_a_source_and_a_sheet_too(api: Api) -> None:
    person = left(api)
    rows = [["System", NAME, "Beskrivelse"], ["SX", "v", "d"]]
    report = upload(api, "systems", csv(*map(";".join, rows)), name=f"{NAME}.csv", source=NAME).json()
    assert NAME in [problem["column"] for problem in report["problems"]]
    book = Workbook()
    book.active.title = NAME  # type: ignore[union-attr]
    for row in rows:
        book.active.append(row)  # type: ignore[union-attr]
    sheet = upload(api, "systems", saved(book), name="a.xlsx").json()
    assert sheet["sheet"] == NAME
    api.post(f"/v1/people/{person['id']}/erasure")
    for stored in (report, sheet):
        for path in (f"/v1/imports/{stored['id']}", f"/v1/imports/{stored['id']}/problems"):
            assert NAME not in api.get(path).text, path


def test_deleting_keeps_nothing_that_erasing_would_remove(api: Api) -> None:
    person = api.person(NAME, email=MAIL, phone=PHONE)
    assert api.delete(f"/v1/people/{person['id']}").status_code == 204
    with api.register.database.reading() as session:
        kept = session.connection().exec_driver_sql("SELECT count(*) FROM journal_personal_value").scalar_one()
    assert kept == 0
    assert api.read("/v1/journal/verification")["valid"]


@pytest.mark.one_database("looks into the files of SQLite")
def test_the_files_hold_nothing_of_an_erased_person(sqlite_api: Api, sqlite_url: str) -> None:
    person = left(sqlite_api)
    sqlite_api.patch(f"/v1/people/{person['id']}", {"phone": "99 88 77 66"})
    sqlite_api.post(f"/v1/people/{person['id']}/erasure")
    path = Path(sqlite_url.removeprefix("sqlite:///"))
    for file in path.parent.glob(f"{path.name}*"):
        content = file.read_bytes()
        for text in (NAME, MAIL, PHONE, "99 88 77 66"):
            assert text.encode() not in content, file.name
