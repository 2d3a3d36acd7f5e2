"""What a caller may not see is seen nowhere: contact details, reasons, reports, and files."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from app.vocabulary import Role
from tests.access.town import HOTLINE, MAIL, ON_CALL, PHONE, SECRETS, Town, addresses, build_town
from tests.support.api import Api
from tests.support.furnishing import furnished
from tests.support.imports import csv, upload


@pytest.fixture
def town(api: Api) -> Town:
    return furnished(api, build_town)


def test_readers_see_no_number_anywhere(town: Town) -> None:
    reader = town.as_role(Role.READER)
    for address in addresses(town):
        told = [secret for secret in SECRETS if secret in reader.get(address).text]
        assert told == [], address
    for role in (Role.COORDINATOR, Role.STEWARD, Role.ADMIN):
        seen = "".join(town.as_role(role).get(address).text for address in addresses(town))
        assert [secret for secret in SECRETS if secret not in seen] == [], role


def test_registrars_see_the_numbers_of_their_units_systems_in_the_chain_alone(town: Town) -> None:
    registrar = town.as_role(Role.REGISTRAR)
    for address in addresses(town):
        assert [secret for secret in SECRETS if secret in registrar.get(address).text] == [], address
    chain = registrar.read(f"/v1/systems/{town.system['id']}/escalation")
    assert (chain["steps"][0]["email"], chain["steps"][0]["phone"]) == (MAIL, PHONE)
    assert [contact["phone"] for contact in chain["contacts"]] == [ON_CALL]
    own = registrar.make("/v1/contracts", {"name": "K", "hotline": HOTLINE, "systemIds": [town.system["id"]]})
    assert own["hotline"] == HOTLINE, "what one may write one may read"


def test_everyone_sees_their_own(town: Town) -> None:
    owner = town.as_role(Role.OWNER)
    assert owner.read(f"/v1/people/{town.person['id']}")["phone"] == PHONE
    assert owner.read(f"/v1/people/{town.other['id']}")["phone"] is None
    assert {item["name"]: item["phone"] for item in owner.read("/v1/people")["items"]} == {
        "Person 1": PHONE,
        "Person 2": None,
    }


def test_the_feed_tells_who_and_why_to_those_who_may_see_history(town: Town) -> None:
    for system in (town.system, town.elsewhere):
        path = f"/v1/systems/{system['id']}"
        town.api.patch(path, {"version": "2"}, headers={"Change-Reason": "Ny version"})

    def told(role: Role) -> dict[str, tuple[str | None, str | None]]:
        items = town.as_role(role).read("/v1/changes", limit=200, resource="system")["items"]
        return {item["resourceId"]: (item["actor"], item["reason"]) for item in items}

    ours, theirs = town.system["id"], town.elsewhere["id"]
    known, unknown = ("test", "Ny version"), (None, None)
    assert told(Role.READER) == {ours: unknown, theirs: unknown}
    assert told(Role.REGISTRAR) == told(Role.OWNER) == {ours: known, theirs: unknown}
    assert told(Role.COORDINATOR) == told(Role.ADMIN) == {ours: known, theirs: known}
    for role, status in ((Role.READER, 403), (Role.REGISTRAR, 403), (Role.OWNER, 403), (Role.COORDINATOR, 200)):
        assert town.as_role(role).get(f"/v1/systems/{theirs}/history").status_code == status, role


@pytest.mark.parametrize("dataset", ["systems", "findings", "responsibilities", "budgets"])
def test_files_hold_the_part_of_the_register_that_is_the_callers(town: Town, dataset: str) -> None:
    for system in (town.system, town.elsewhere):
        town.api.budget(system)

    def names(role: Role) -> set[str]:
        items = town.as_role(role).read(f"/v1/exports/{dataset}.json")["items"]
        return {item.get("systemName") or item["name"] for item in items}

    assert names(Role.REGISTRAR) == names(Role.OWNER) == {"KSD"}
    assert names(Role.COORDINATOR) == names(Role.ADMIN) == {"KSD", "Veje"}
    for kind in ("csv", "xlsx"):
        content = town.as_role(Role.REGISTRAR).get(f"/v1/exports/{dataset}.{kind}").content
        text = content.decode("utf-8-sig") if kind == "csv" else _cells(content)
        assert ("KSD" in text, "Veje" in text) == (True, False), kind
    assert town.as_role(Role.READER).get(f"/v1/exports/{dataset}.json").status_code == 403


def _cells(content: bytes) -> str:
    sheet = load_workbook(BytesIO(content), read_only=True).active
    assert sheet is not None
    return "\n".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row)


def test_a_report_is_for_whoever_sent_the_file_and_for_those_who_keep_the_register(town: Town) -> None:
    registrar = town.as_role(Role.REGISTRAR)
    own = upload(registrar, "systems", csv("System;Beskrivelse;Enhed", "Nyt;B;Ydelser")).json()
    assert registrar.get(f"/v1/imports/{own['id']}").status_code == 200
    assert town.as_role(Role.REGISTRAR).get(f"/v1/imports/{own['id']}").status_code == 404
    assert registrar.get(f"/v1/imports/{town.report['id']}").status_code == 404
    for role in (Role.STEWARD, Role.ADMIN):
        for report in (own, town.report):
            assert town.as_role(role).get(f"/v1/imports/{report['id']}").status_code == 200
