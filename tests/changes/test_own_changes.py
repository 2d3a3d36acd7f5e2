"""Own changes are those of the same access, and not those of whoever is called the same."""

from typing import Any

import pytest

from app.access.issuing import issue_token, rotate
from app.security.identity import Identity
from app.vocabulary import Role
from tests.support.api import TESTER, Api
from tests.support.warm import make_client

Json = dict[str, Any]


def called(api: Api, name: str, role: Role, unit_id: str | None = None) -> Api:
    secret = issue_token(api.register, TESTER, name=name, role=role, unit_id=unit_id)
    return Api(api.app, api.time, make_client(api.app, secret), api._number)


def newest(api: Api) -> Json:
    change: Json = api.read("/v1/changes", limit=200)["items"][-1]
    return change


@pytest.fixture
def namesakes(api: Api) -> tuple[Api, Api, Api]:
    unit = api.unit()
    api.system("KSD", unitId=unit["id"], source="k", externalId="1")
    return (
        called(api, "IT", Role.ADMIN),
        called(api, "IT", Role.REGISTRAR, unit["id"]),
        called(api, "IT", Role.READER),
    )


def change_system(api: Api, notes: str) -> None:
    path = "/v1/systems/by-key/k/1"
    answer = api.client.put(path, json={"notes": notes}, headers={"Change-Reason": "grunden"})
    assert answer.status_code == 200, answer.text


def test_what_a_namesake_changed_is_neither_told_nor_undone(namesakes: tuple[Api, Api, Api]) -> None:
    admin, registrar, reader = namesakes
    change_system(admin, "af en administrator")
    change = newest(admin)
    assert (change["actor"], change["reason"]) == ("IT", "grunden")
    assert newest(reader)["reason"] is None
    assert registrar.post(f"/v1/changes/{change['revision']}/revert").status_code == 403


def test_who_changed_it_can_be_told_from_a_namesake_and_undoes_it(api: Api, namesakes: tuple[Api, Api, Api]) -> None:
    _, registrar, _ = namesakes
    change_system(registrar, "af enheden")
    unit = api.read("/v1/units")["items"][0]
    change = newest(registrar)
    assert change["actor"] == f"IT (registrar, {unit['id']})"
    assert registrar.post(f"/v1/changes/{change['revision']}/revert").status_code == 200


def test_a_successor_undoes_what_the_token_before_it_changed(api: Api) -> None:
    registrar = called(api, "Nat", Role.REGISTRAR)
    api.system("KSD", source="k", externalId="1")
    change_system(registrar, "om natten")
    change = newest(registrar)
    token = next(each for each in api.read("/v1/tokens")["items"] if each["name"] == "Nat")
    secret = rotate(api.register, TESTER, token["id"], expires_on=None, overlap_days=0)
    successor = Api(api.app, api.time, make_client(api.app, secret), api._number)
    assert successor.post(f"/v1/changes/{change['revision']}/revert").status_code == 200


@pytest.mark.parametrize(
    ("identity", "own"),
    [
        (Identity("1", "Nat", frozenset({Role.REGISTRAR})), "Nat"),
        (Identity("1", "cli", frozenset({Role.REGISTRAR})), None),
        (Identity("1", "oidc:boss", frozenset({Role.REGISTRAR}), is_alone=False), None),
        (Identity("1", "oidc:boss", frozenset({Role.REGISTRAR}), person_id="p", is_alone=False), "person:p"),
    ],
)
def test_what_could_be_anothers_is_nobodys_own(identity: Identity, own: str | None) -> None:
    assert identity.own_actor == own
