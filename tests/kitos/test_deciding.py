"""Differences over HTTP: listed, and decided on once, by whoever may."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from app.vocabulary import Role
from tests.kitos.conftest import Followed
from tests.support.api import Api
from tests.support.differing import differ
from tests.support.imports import revision
from tests.support.statements import counted

PATH = "/v1/kitos/differences"


def decide(api: Api, difference: str, take: str, **headers: str) -> Any:
    return api.client.post(f"{PATH}/{difference}/resolution", json={"take": take}, headers=headers)


def test_what_both_have_changed_is_listed_in_words_and_taken_over(followed: Followed) -> None:
    kitos, api = followed.kitos, followed.api
    owner = kitos.user("Ida Holm", "ida@kommune.example")
    usage = kitos.usage("Omsorg", kitos.unit("Kommunen"), [("Systemejer", owner)], notes="Før")
    followed.run()
    system = followed.system(usage)
    api.patch(f"/v1/systems/{system['id']}", {"notes": "Vores"})
    usage["general"]["notes"] = "Deres"
    followed.run()
    (difference,) = api.read(PATH)["items"]
    assert {key: difference[key] for key in ("name", "header", "outsideWords", "hereWords", "before", "here")} == {
        "name": "»Omsorg«",
        "header": "Bemærkninger",
        "outsideWords": "»Deres«",
        "hereWords": "»Vores«",
        "before": "Før",
        "here": "Vores",
    }
    answer = decide(api, difference["id"], "outside", **{"Change-Reason": "KITOS har ret"})
    assert (answer.status_code, answer.content) == (204, b"")
    assert followed.system(usage)["notes"] == "Deres"
    assert api.read(PATH)["total"] == 0
    change = api.read(f"/v1/systems/{system['id']}/history")["items"][0]
    assert (change["actor"], change["reason"]) == ("test", "KITOS har ret")


def test_long_texts_are_told_to_their_ends_and_a_name_is_called_so(api: Api) -> None:
    differ(api, "systems", api.system(notes=f"{'Langt ' * 50}nej"), "notes", f"{'Langt ' * 50}ja")
    differ(api, "systems", api.system("Omsorg"), "name", "Cura", hours=1)
    notes, name = api.read(PATH, sort="notedAt")["items"]
    assert (notes["outsideWords"][-8:], notes["hereWords"][-9:]) == ("angt ja«", "angt nej«")
    assert (name["header"], name["outsideWords"]) == ("Navn", "»Cura«")


def test_what_the_register_says_stands_without_an_entry(api: Api) -> None:
    system = api.system(notes="Vores")
    difference = differ(api, "systems", system, "notes", "Deres")
    before = revision(api)
    assert decide(api, difference, "register").status_code == 204
    assert (api.read(PATH)["total"], revision(api)) == (0, before)
    assert api.read(f"/v1/systems/{system['id']}")["notes"] == "Vores"


def test_a_decision_is_made_once(api: Api) -> None:
    system = api.system(notes="Vores")
    difference = differ(api, "systems", system, "notes", "Deres")
    retried = [decide(api, difference, "outside", **{"Idempotency-Key": "a"}).status_code for _ in range(2)]
    assert retried == [204, 204]
    again = decide(api, difference, "register")
    assert (again.status_code, again.json()["detail"]) == (409, "Somebody has decided on it, or the two agree by now.")
    assert api.read(f"/v1/systems/{system['id']}")["notes"] == "Deres"
    assert decide(api, system["id"], "register").status_code == 404
    assert decide(api, difference, "both").status_code == 400


def test_two_who_decide_at_once_are_one_and_one_who_is_told(api: Api) -> None:
    difference = differ(api, "systems", api.system(notes="Vores"), "notes", "Deres")
    with ThreadPoolExecutor(2) as both:
        found = list(both.map(lambda take: decide(api, difference, take).status_code, ("outside", "register")))
    assert sorted(found) == [204, 409]


def test_what_is_deleted_there_is_not_deleted_here_and_it_is_said_what_to_do(api: Api) -> None:
    system = api.system("Omsorg")
    difference = differ(api, "systems", system, "", None, reason="deleted")
    refused = decide(api, difference, "outside")
    assert (refused.status_code, "Retire it in the register" in refused.json()["detail"]) == (409, True)
    assert api.read(PATH)["total"] == 1


def test_pages_are_the_oldest_first_and_cost_the_same_however_much_they_name(api: Api) -> None:
    unit, person = api.unit("Kommunen"), api.person("Ida Holm")
    position = api.position(unit=unit)
    api.hold(position, person)
    made = []
    for number in range(4):
        system = {**api.system(f"S{number}"), "unit": "id:" + unit["id"]}
        made += [
            differ(api, "systems", system, "unit", "gone", hours=number),
            differ(api, "responsibilities", {**system, "owner": [position["id"]]}, "owner", ["x"], hours=10 + number),
        ]
    pages, statements = [], []
    for limit in (2, 8):
        with counted(api) as count:
            pages.append(api.read(PATH, limit=limit))
        statements.append(len(count))
    page = pages[-1]
    assert [len(each["items"]) for each in pages] == [2, 8]
    assert [each["id"] for each in page["items"]] == [*made[::2], *made[1::2]]
    assert page["items"][0]["hereWords"] == "»Kommunen«"
    assert "(Ida Holm)" in page["items"][-1]["hereWords"]
    assert statements[1] <= statements[0] + 3


@pytest.mark.parametrize("role", list(Role))
def test_those_who_keep_the_organisation_see_and_decide(api: Api, role: Role) -> None:
    person = api.person("Ida Holm", phone="12345678")
    difference = differ(api, "people", person, "phone", "87654321")
    caller = api.as_role(role)
    allowed = role in {Role.STEWARD, Role.ADMIN}
    assert caller.get(PATH).status_code == (200 if allowed else 403)
    assert ("87654321" in caller.get(PATH).text) == allowed
    assert decide(caller, difference, "outside").status_code == (204 if allowed else 403)
    assert api.read(f"/v1/people/{person['id']}")["phone"] == ("87654321" if allowed else "12345678")


def test_whose_contact_details_are_shown_is_noted(api: Api) -> None:
    person = api.person("Ida Holm", phone="12345678")
    differ(api, "people", person, "phone", "87654321")
    api.as_role(Role.STEWARD).read(PATH)
    api.app.state.reads.flush()
    (noted,) = api.read("/v1/reads", resourceId=person["id"])["items"]
    assert (noted["kind"], noted["request"]) == ("contacts", f"GET {PATH}")
