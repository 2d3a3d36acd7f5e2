"""What a token that is limited to a unit may reach: what links two units needs the other's consent."""

from dataclasses import dataclass
from typing import Any

import pytest

from app.vocabulary import Role
from tests.support.api import Api
from tests.support.imports import csv, upload

Json = dict[str, Any]


@dataclass
class Neighbours:
    """Two units with a leader each, below one director; the registrar keeps the first."""

    api: Api
    registrar: Api
    inside: Json
    leader: Json
    director: Json
    neighbour: Json
    outside: Json
    system: Json
    theirs: Json

    def own_by_the_director(self) -> Json:
        path = f"/v1/systems/{self.system['id']}/responsibilities?replace=true"
        made: Json = self.api.make(path, {"duty": "owner", "positionId": self.director["id"]})
        return made

    def offers(self) -> list[Json]:
        found: list[Json] = self.api.read("/v1/handovers", state="offered")["items"]
        return found


@pytest.fixture
def town(api: Api) -> Neighbours:
    top = api.unit("Direktion")
    director = api.position(1, top, title="Direktør", leadsUnit=True)
    inside, outside = (api.unit(name, parentId=top["id"]) for name in ("Ydelser", "Teknik"))
    leader = api.position(3, inside, title="Leder", leadsUnit=True)
    neighbour = api.position(3, outside, title="Nabo", leadsUnit=True)
    for position in (director, leader, neighbour):
        api.hold(position)
    system = api.system("KSD", unitId=inside["id"], source="k", externalId="1")
    api.assign(system, leader)
    theirs = api.system("Veje", unitId=outside["id"])
    api.assign(theirs, neighbour)
    registrar = api.as_role(Role.REGISTRAR, inside["id"])
    return Neighbours(api, registrar, inside, leader, director, neighbour, outside, system, theirs)


def test_owner_outside_is_offered_and_accepts_for_itself(town: Neighbours) -> None:
    path = f"/v1/systems/{town.system['id']}/responsibilities"
    body = {"duty": "owner", "positionId": town.director["id"]}
    assert town.registrar.post(path, body).status_code == 409, "it has an owner; nothing says that it is replaced"
    offered = town.registrar.post(f"{path}?replace=true", body)
    assert (offered.status_code, offered.json()["state"]) == (202, "offered"), offered.text
    handover = offered.headers["Location"]
    assert town.api.card(town.system)["owner"]["positionId"] == town.leader["id"]
    refused = town.registrar.post(f"{handover}/accept")
    assert refused.status_code == 403
    holder = town.api.read(f"/v1/positions/{town.director['id']}")["holder"]
    director = town.api.as_role(Role.OWNER, person_id=holder["personId"])
    assert director.post(f"{handover}/accept").status_code == 200
    assert town.api.card(town.system)["owner"]["positionId"] == town.director["id"]


def test_what_cannot_be_offered_is_refused(town: Neighbours) -> None:
    path = f"/v1/systems/{town.system['id']}/responsibilities"
    for body in (
        {"duty": "fix", "basis": "practice", "positionId": town.neighbour["id"]},
        {"duty": "fix", "positionId": town.neighbour["id"], "validUntil": "2026-12-31"},
    ):
        assert town.registrar.post(path, body).status_code == 403
    held = town.api.card(town.system)["duties"]
    owned = next(item for item in town.api.read(path)["items"] if item["duty"] == "owner")
    refused = town.registrar.patch(f"/v1/responsibilities/{owned['id']}", {"positionId": town.neighbour["id"]})
    assert refused.status_code == 403
    assert town.api.card(town.system)["duties"] == held
    assert town.offers() == []


def test_links_to_what_is_anothers_are_refused_and_their_own_are_not(town: Neighbours) -> None:
    system = f"/v1/systems/{town.system['id']}"
    second = town.registrar.system(unitId=town.inside["id"])
    line = town.registrar.budget(town.system)
    contract = town.registrar.make("/v1/contracts", {"name": "K", "systemIds": [town.system["id"]]})
    refused = [
        town.registrar.patch(system, {"usingUnitIds": [town.outside["id"]]}),
        town.registrar.patch(system, {"successorId": town.theirs["id"]}),
        town.registrar.patch(f"/v1/budget-lines/{line['id']}", {"holderPositionId": town.neighbour["id"]}),
        town.registrar.patch(f"/v1/contracts/{contract['id']}", {"systemIds": []}),
        town.registrar.post("/v1/contracts", {"name": "K"}),
    ]
    assert [answer.status_code for answer in refused] == [403] * len(refused)
    allowed = [
        town.registrar.patch(system, {"usingUnitIds": [town.inside["id"]], "successorId": second["id"]}),
        town.registrar.patch(f"/v1/budget-lines/{line['id']}", {"holderPositionId": town.leader["id"]}),
    ]
    assert [answer.status_code for answer in allowed] == [200] * len(allowed)
    # What an administrator has linked stays, while something else is changed.
    town.api.patch(system, {"usingUnitIds": [town.inside["id"], town.outside["id"]]})
    assert town.registrar.patch(system, {"notes": "Andet"}).status_code == 200
    assert town.registrar.patch(system, {"usingUnitIds": []}).status_code == 403


def test_nobody_is_attested_for_from_outside_and_the_answer_says_by_whom(town: Neighbours) -> None:
    answers = {"confirmsOwnership": True, "insight": "yes", "time": "yes", "money": "yes"}
    made = town.registrar.make(f"/v1/systems/{town.system['id']}/attestations", answers)
    holder = town.api.read(f"/v1/positions/{town.leader['id']}")["holder"]
    assert (made["personId"], made["answeredBy"]) == (holder["personId"], "test registrar")
    foreign = town.api.system(unitId=town.inside["id"])
    town.api.assign(foreign, town.director)
    assert town.registrar.post(f"/v1/systems/{foreign['id']}/attestations", answers).status_code == 403
    dispute = {"duty": "owner", "namesPositionId": town.leader["id"], "reason": "Ikke hans."}
    assert town.registrar.post(f"/v1/systems/{foreign['id']}/disputes", dispute).status_code == 403


def test_import_offers_what_lies_outside_and_says_so(town: Neighbours) -> None:
    rows = ("System;Beskrivelse;Enhed;Systemejer;Nøgle", "KSD;Ydelser;Ydelser;Direktør;1", "Nyt;B;Ydelser;Leder;2")
    for again in (False, True):
        report = upload(town.registrar, "systems", csv(*rows), source="k").json()
        assert (report["rejected"], report["applied"]) == (0, True)
        assert [(problem["row"], problem["column"], problem["code"]) for problem in report["problems"]] == [
            (2, "Systemejer", "offered")
        ]
        assert report["unchanged"] == (2 if again else 0)
        assert town.api.card(town.system)["owner"]["positionId"] == town.leader["id"]
        assert [offer["toPositionId"] for offer in town.offers()] == [town.director["id"]]
    stranger = town.api.position(2, title="Ubesat")
    third = ("System;Beskrivelse;Enhed;Systemejer;Nøgle", "Tredje;B;Ydelser;Ubesat;3")
    report = upload(town.registrar, "systems", csv(*third), source="k").json()
    assert ([problem["code"] for problem in report["problems"]], report["created"]) == (["not-offered"], 1), stranger


def test_import_of_responsibilities_offers_as_well(town: Neighbours) -> None:
    rows = ("System;Ansvar;Stilling;Grundlag", "KSD;følge;Nabo;formelt", "KSD;udvikle;Leder;formelt")
    report = upload(town.registrar, "responsibilities", csv(*rows)).json()
    assert [problem["code"] for problem in report["problems"]] == ["offered"]
    assert (report["created"], [offer["duty"] for offer in town.offers()]) == (2, ["monitor"])
    practised = ("System;Ansvar;Stilling;Grundlag", "KSD;følge;Nabo;practice")
    report = upload(town.registrar, "responsibilities", csv(*practised)).json()
    assert [problem["code"] for problem in report["problems"]] == ["outside-unit"]


def test_administrators_and_the_command_line_need_nobodys_consent(town: Neighbours) -> None:
    path = f"/v1/systems/{town.system['id']}/responsibilities?replace=true"
    assert town.api.post(path, {"duty": "owner", "positionId": town.director["id"]}).status_code == 201
    rows = ("System;Beskrivelse;Systemejer;Nøgle", "KSD;Ydelser;Nabo;1")
    upload(town.api, "systems", csv(*rows), source="k")
    assert town.api.card(town.system)["owner"]["positionId"] == town.neighbour["id"]


def test_a_duty_of_a_position_outside_ends_with_its_own_consent(town: Neighbours) -> None:
    held = town.own_by_the_director()
    path = f"/v1/responsibilities/{held['id']}"
    assert town.registrar.delete(path).status_code == 403
    assert town.registrar.patch(path, {"validUntil": "2026-12-31"}).status_code == 403
    of_system = f"/v1/systems/{town.system['id']}"
    own = {"duty": "owner", "positionId": town.leader["id"]}
    assert town.registrar.post(f"{of_system}/responsibilities?replace=true", own).status_code == 403
    offer = {"duty": "owner", "toPositionId": town.leader["id"]}
    assert town.registrar.post(f"{of_system}/handovers", offer).status_code == 403
    assert town.api.card(town.system)["owner"]["positionId"] == town.director["id"]

    offered = town.api.post(f"{of_system}/handovers", offer).json()
    assert town.registrar.post(f"/v1/handovers/{offered['id']}/accept").status_code == 200
    assert town.api.card(town.system)["owner"]["positionId"] == town.leader["id"]


def test_a_duty_that_nobody_has_is_for_the_unit_to_offer(town: Neighbours) -> None:
    offer = {"duty": "fix", "toPositionId": town.director["id"]}
    assert town.registrar.post(f"/v1/systems/{town.system['id']}/handovers", offer).status_code == 201


def test_a_system_that_is_deleted_takes_its_duties_along_whoever_has_them(town: Neighbours) -> None:
    planned = town.api.system("Plan", unitId=town.inside["id"], lifecycle="planned")
    town.api.assign(planned, town.director)
    assert town.registrar.delete(f"/v1/systems/{planned['id']}").status_code == 204


@pytest.mark.parametrize(
    ("kind", "lines"),
    [
        ("systems", ("System;Nøgle;Systemejer", "KSD;1;Leder")),
        ("responsibilities", ("System;Ansvar;Stilling;Til", "KSD;owner;Direktør;2026-12-31")),
    ],
)
def test_import_leaves_a_duty_of_a_position_outside_as_it_is(
    town: Neighbours, kind: str, lines: tuple[str, ...]
) -> None:
    town.own_by_the_director()
    report = upload(town.registrar, kind, csv(*lines), source="k").json()
    assert [problem["code"] for problem in report["problems"]] == ["outside-unit"], report
    assert not report["applied"]
    assert town.api.card(town.system)["owner"]["positionId"] == town.director["id"]
