"""A small municipality with secrets in it, and the places where they could be told."""

from dataclasses import dataclass
from typing import Any

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


def build_town(api: Api) -> Town:
    """Two systems, one inside a unit and one outside, with numbers of people, units and suppliers."""
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
