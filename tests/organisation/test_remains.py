"""What an erasure does not reach is listed; and nothing of a deleted person is kept."""

from pathlib import Path
from typing import Any

import pytest

from app.access.issuing import issue_token
from app.vocabulary import Role
from tests.support.api import TESTER, Api
from tests.support.imports import csv, upload
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


def test_reports_lose_the_name_in_every_spelling(api: Api) -> None:
    person = left(api)
    rows = ["Holm, Ane Forhen;ikke-en-adresse", "ANE FORHEN HOLM;forkert", "Ane Holm;forkert"]
    report = upload(api, "people", csv("Navn;E-mail", *rows)).json()
    assert report["rejected"] == 3
    api.post(f"/v1/people/{person['id']}/erasure")
    again = api.get(f"/v1/imports/{report['id']}").text
    assert "holm" not in again.lower()


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
