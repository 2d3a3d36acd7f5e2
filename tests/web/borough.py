"""A small municipality with every kind of thing that a page tells of, and the people who read the pages."""

from dataclasses import dataclass, field
from typing import Any

from app.vocabulary import Role
from app.web.site import SHOWN
from tests.support.api import Api
from tests.support.browsing import Tab
from tests.support.differing import differ
from tests.support.imports import csv, upload

Json = dict[str, Any]
#: Who sits in which position.
LENE, MAJA, DORTE, IDA = "Lene Holm", "Maja Bang", "Dorte Friis", "Ida Krog"
PHONES = {LENE: "11 22 33 44", MAJA: "22 33 44 55", DORTE: "33 44 55 66", IDA: "44 55 66 77"}
ON_CALL, HOTLINE = "70 10 20 30", "70 99 88 77"


def mail_of(name: str) -> str:
    return f"{name.split(' ', maxsplit=1)[0].lower()}@kommune.example"


#: Whatever only some may see.
CONTACTS = (*PHONES.values(), *(mail_of(name) for name in PHONES), ON_CALL, HOTLINE)


@dataclass
class Borough:
    api: Api
    units: dict[str, Json] = field(default_factory=dict)
    people: dict[str, Json] = field(default_factory=dict)
    positions: dict[str, Json] = field(default_factory=dict)
    systems: dict[str, Json] = field(default_factory=dict)
    made: dict[str, Json] = field(default_factory=dict)

    def tab(self, role: Role, name: str = LENE) -> Tab:
        """A registrar keeps one unit, an owner is a person; the others are offices."""
        token: dict[str, Any] = {}
        if role is Role.REGISTRAR:
            token["unit_id"] = self.units["Social"]["id"]
        if role is Role.OWNER:
            token["person_id"] = self.people[name]["id"]
        return Tab(self.api, role, **token)

    def owner(self, name: str) -> Tab:
        return self.tab(Role.OWNER, name)

    def at(self, system: str, rest: str = "") -> str:
        """The address of a system's page."""
        return f"/systemer/{self.systems[system]['id']}{rest}"

    def addresses(self) -> list[str]:
        """Every address that the site shows, with something that is there in the place of each parameter."""
        filled = {
            "system_id": [system["id"] for system in self.systems.values()],
            "unit_id": [unit["id"] for unit in self.units.values()],
            "position_id": [position["id"] for position in self.positions.values()],
            "person_id": [person["id"] for person in self.people.values()],
            "handover_id": [self.made["offer"]["id"], self.made["declined"]["id"]],
            "dispute_id": [self.made["dispute"]["id"]],
            "rule": ["OWN003", "FUN002"],
            "revision": [str(self.api.register.edition().revision)],
            "name": ["systems.csv"],
            "job_id": [self.made["job"]["id"]],
            "report_id": [self.made["import"]["id"]],
        }
        found = []
        for pattern in SHOWN:
            names = [name for name in filled if f"{{{name}}}" in pattern]
            assert pattern.count("{") == len(names), f"{pattern} has a parameter that is not known here"
            values = filled[names[0]] if names else [""]
            # Two, and the one that was made last.
            shown = list(dict.fromkeys([*values[:2], values[-1]]))
            found += [pattern.replace(f"{{{names[0]}}}", value) if names else pattern for value in shown]
        return found


def build_borough(api: Api) -> Borough:
    town = Borough(api)
    _organisation(town)
    _systems(town)
    _responsibility(town)
    return town


def _organisation(town: Borough) -> None:
    api = town.api
    council = api.unit("Byrådet", kind="council")
    top = api.unit("Kommunen", kind="executive", parentId=council["id"], onCallName="Vagten", onCallPhone=ON_CALL)
    social = api.unit("Social", kind="department", parentId=top["id"])
    roads = api.unit("Teknik", kind="department", parentId=top["id"])
    benefits = api.unit("Ydelser", kind="centre", parentId=social["id"])
    town.units = {unit["name"]: unit for unit in (council, top, social, roads, benefits)}
    for title, level, unit, leads, name in (
        ("Kommunaldirektør", 1, top, True, DORTE),
        ("Socialchef", 2, social, True, MAJA),
        ("Teamleder", 4, benefits, True, LENE),
        ("Vejchef", 2, roads, True, None),
        ("Driftsansvarlig", 4, roads, False, IDA),
        ("Fagkonsulent, socialområdet", 5, social, False, None),
        ("Fagkonsulent, vejområdet", 5, roads, False, None),
    ):
        position = api.position(level, unit, title=title, leadsUnit=leads)
        town.positions[title] = position
        if name is not None:
            town.people[name] = api.person(name, phone=PHONES[name], email=mail_of(name))
            api.hold(position, town.people[name], validFrom="2024-01-01")


def _systems(town: Borough) -> None:
    for name, unit, owner, values in (
        ("Sygedagpenge", "Ydelser", "Teamleder", {"criticality": "businessCritical", "personalData": ["sensitive"]}),
        ("Boligstøtte", "Ydelser", "Teamleder", {"criticality": "notCritical"}),
        ("Nødkald", "Social", "Kommunaldirektør", {"criticality": "societyCritical"}),
        ("Hjemmepleje", "Social", "Socialchef", {"criticality": "businessCritical", "personalData": ["cpr"]}),
        ("Signalanlæg", "Teknik", "Vejchef", {"criticality": "societyCritical"}),
        ("Vejarkiv", "Teknik", None, {"criticality": "notCritical"}),
        ("Kortviser", "Teknik", "Driftsansvarlig", {"criticality": "unknown"}),
        ("Gammelt arkiv", "Kommunen", "Socialchef", {"lifecycle": "phasingOut", "phasedOutOn": "2026-12-31"}),
        ("Nyt arkiv", "Kommunen", None, {"lifecycle": "planned"}),
        ("Nedlagt arkiv", "Kommunen", None, {"lifecycle": "retired", "phasedOutOn": "2024-01-01"}),
    ):
        system = town.api.system(
            name, unitId=town.units[unit]["id"], **{"lifecycle": "inOperation", "supplier": "Leverandøren", **values}
        )
        town.systems[name] = system
        if owner is not None:
            town.api.assign(system, town.positions[owner], validFrom="2024-01-01")
    for name, estimated, allocated in (
        ("Sygedagpenge", 1_250_000, 200_000),
        ("Nødkald", 144_500_000, 144_500_000),
        ("Hjemmepleje", 500_000, 0),
        ("Boligstøtte", 90_000, None),
    ):
        unknown = (
            {"allocatedUnknownReason": "Det ved kun økonomi."} if allocated is None else {"allocatedDkk": allocated}
        )
        town.api.budget(town.systems[name], estimatedDkk=estimated, **unknown)


def _responsibility(town: Borough) -> None:
    api = town.api
    ids = {title: position["id"] for title, position in town.positions.items()}
    town.made["contract"] = api.make(
        "/v1/contracts",
        {"name": "Drift", "kind": "operation", "hotline": HOTLINE, "systemIds": [town.systems["Nødkald"]["id"]]},
    )
    api.assign(town.systems["Nødkald"], town.positions["Driftsansvarlig"], "fix")
    api.assign(town.systems["Sygedagpenge"], town.positions["Driftsansvarlig"], "fix", basis="practice")
    offers = f"/v1/systems/{town.systems['Sygedagpenge']['id']}/handovers"
    offer = {"duty": "owner", "toPositionId": ids["Socialchef"], "note": "Ligger for lavt."}
    declined = api.make(offers, offer)
    town.made["declined"] = api.post(f"/v1/handovers/{declined['id']}/decline", {"note": "Ingen penge."}).json()
    town.made["offer"] = api.make(offers, offer)
    town.made["dispute"] = api.make(
        f"/v1/systems/{town.systems['Nødkald']['id']}/disputes",
        {"duty": "fix", "namesPositionId": ids["Vejchef"], "reason": "Den ligger hos vej."},
    )
    api.make(
        f"/v1/systems/{town.systems['Hjemmepleje']['id']}/attestations",
        {"confirmsOwnership": True, "insight": "yes", "time": "no", "money": "unknown", "note": "For travlt."},
    )
    with_fault = upload(api, "systems", csv("System;Status", "Skolebus;kører"), dryRun=True)
    town.made["import"] = with_fault.json()
    later = {"kind": "systems", "dryRun": "true", "async": "true"}
    town.made["job"] = api.client.post("/v1/imports", data=later, files={"file": ("a.csv", csv("System", "A"))}).json()
    api.make("/v1/attestation-campaigns", {"unitId": town.units["Ydelser"]["id"], "due": "2026-04-01"})
    for name, about, outside in (("Sygedagpenge", "notes", "Driften er flyttet."), ("Vejarkiv", "version", "7")):
        town.made[f"difference {name}"] = {"id": differ(api, "systems", town.systems[name], about, outside)}
