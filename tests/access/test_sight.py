"""What a caller may not see is seen nowhere: contact details, reasons, reports, and files."""

from dataclasses import dataclass
from io import BytesIO
from typing import Any

import pytest
from openpyxl import load_workbook

from app.vocabulary import Role
from tests.support.api import Api
from tests.support.imports import csv, upload

Json = dict[str, Any]
MAIL, PHONE, ON_CALL, HOTLINE = "en@kommune.example", "11 22 33 44", "70 10 20 30", "70 99 88 77"
SECRETS = (MAIL, PHONE, ON_CALL, HOTLINE)


@dataclass
class Town:
    api: Api
    unit: Json
    person: Json
    other: Json
    system: Json
    elsewhere: Json
    contract: Json
    report: Json

    def as_role(self, role: Role) -> Api:
        """Owners are the person, registrars keep the unit."""
        unit = self.unit["id"] if role is Role.REGISTRAR else None
        return self.api.as_role(role, unit, self.person["id"] if role is Role.OWNER else None)


@pytest.fixture
def town(api: Api) -> Town:
    top = api.unit("Kommunen", onCallName="Vagten", onCallPhone=ON_CALL)
    unit = api.unit("Ydelser", parentId=top["id"])
    leader = api.position(3, unit, leadsUnit=True)
    person = api.person("Person 1", email=MAIL, phone=PHONE)
    api.hold(leader, person)
    head = api.position(1, top, leadsUnit=True)
    other = api.person("Person 2", email="to@kommune.example", phone="55 66 77 88")
    api.hold(head, other)
    system = api.system("KSD", unitId=unit["id"])
    api.assign(system, leader)
    elsewhere = api.system("Veje", unitId=top["id"])
    api.assign(elsewhere, head)
    contract = api.make("/v1/contracts", {"name": "Drift", "hotline": HOTLINE, "systemIds": [elsewhere["id"]]})
    report = upload(api.as_role(Role.STEWARD), "people", csv("Navn;E-mail", f"Person 3;{MAIL}@")).json()
    return Town(api, unit, person, other, system, elsewhere, contract, report)


#: Every GET with something in it that could tell a number.
def addresses(town: Town) -> list[str]:
    return [
        "/v1/people",
        "/v1/people?sort=-name&fields=name,email,phone",
        f"/v1/people/{town.person['id']}",
        "/v1/units",
        f"/v1/units/{town.unit['id']}",
        "/v1/contracts",
        f"/v1/contracts/{town.contract['id']}",
        f"/v1/imports/{town.report['id']}",
        f"/v1/systems/{town.elsewhere['id']}/escalation",
        "/v1/systems",
        "/v1/responsibilities",
        "/v1/changes?limit=200",
    ]


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
