"""Every route of the OpenAPI document, so that a new one cannot be forgotten."""

from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.vocabulary import Role
from tests.support.api import Api
from tests.support.document import DOCUMENT

SOME_ID = "01890a5d-ac96-774b-bcce-b302099a8057"
METHODS = ("get", "post", "put", "patch", "delete")
ROUTES = [
    (method.upper(), path)
    for path, item in DOCUMENT["paths"].items()
    for method in METHODS
    if method in item and path.startswith("/v1/")
]

READ = {Role.READER, Role.OWNER, Role.REGISTRAR, Role.COORDINATOR, Role.STEWARD, Role.ADMIN}
#: Whoever is on call finds systems by their names and reads their chains, and nothing else.
EVERYONE = READ | {Role.ON_CALL}
WRITE_SYSTEMS = {Role.REGISTRAR, Role.STEWARD, Role.ADMIN}
EXPORT = WRITE_SYSTEMS | {Role.COORDINATOR}
ORGANISATION = {Role.STEWARD, Role.ADMIN}
ADMIN = {Role.ADMIN}
ANSWER = WRITE_SYSTEMS | {Role.OWNER}
#: Routes that differ from the rest of their area, by method and last step.
SPECIAL = {
    ("GET", "systems"): EVERYONE,
    ("GET", "escalation"): EVERYONE,
    ("GET", "escalations"): EVERYONE,
    ("GET", "me"): EVERYONE,
    ("GET", "history"): EXPORT | {Role.OWNER},
    ("GET", "register.zip"): ADMIN,
    **{("POST", step): ANSWER for step in ("handovers", "accept", "decline", "withdraw")},
    **{("POST", step): ANSWER for step in ("disputes", "resolve", "attestations")},
    ("POST", "absences"): ORGANISATION | {Role.OWNER},
    # Owners look at their own with dryRun=true: tests/access/test_matrix.py has that.
    ("POST", "departure"): ORGANISATION | {Role.OWNER},
    ("POST", "attestation-campaigns"): ORGANISATION,
    # Registrars undo their own changes: tests/access/test_matrix.py has those.
    ("POST", "revert"): ORGANISATION,
}


def allowed(method: str, path: str) -> set[Role]:
    """Who may, as the contract has it; a route that fits no line fails its test."""
    area, last = path.split("/")[2], path.rsplit("/", maxsplit=1)[-1]
    if (method, last) in SPECIAL:
        return SPECIAL[method, last]
    table: dict[tuple[str, bool], set[Role]] = {
        **{(area, False): READ for area in ("units", "positions", "people", "tenures", "systems", "responsibilities")},
        **{(area, False): READ for area in ("budget-lines", "contracts", "findings", "rules", "policy", "dashboard")},
        **{(area, False): READ for area in ("changes", "me", "absences", "handovers", "disputes", "attestations")},
        **{(area, False): READ for area in ("attestation-requests", "attestation-campaigns")},
        **{(area, True): ORGANISATION for area in ("units", "positions", "people", "tenures", "policy")},
        ("absences", True): ORGANISATION | {Role.OWNER},
        **{(area, True): WRITE_SYSTEMS for area in ("systems", "responsibilities", "budget-lines", "contracts")},
        ("exports", False): EXPORT | {Role.OWNER},
        ("imports", False): WRITE_SYSTEMS,
        ("imports", True): WRITE_SYSTEMS,
        ("jobs", False): WRITE_SYSTEMS,
        ("jobs", True): WRITE_SYSTEMS,
        ("kitos", False): ORGANISATION,
        ("kitos", True): ORGANISATION,
        ("journal", False): {Role.COORDINATOR, *ORGANISATION},
        ("reads", False): {Role.COORDINATOR, *ORGANISATION},
        ("tokens", False): ADMIN,
        ("tokens", True): ADMIN,
    }
    return table[area, method != "GET"]


def address(path: str) -> str:
    return (
        path.replace("{source}", "s").replace("{externalId}", "e").replace("{id}", SOME_ID).replace("{revision}", "1")
    )


def test_no_route_answers_without_a_token(sqlite_api: Api) -> None:
    stranger = TestClient(sqlite_api.app)
    for method, path in ROUTES:
        for headers in ({}, {"Authorization": "Bearer ansvar_wrong"}, {"Authorization": "Basic x"}):
            answer = stranger.request(method, address(path), headers=headers)
            assert answer.status_code == 401, (method, path)
            assert answer.headers["www-authenticate"].startswith("Bearer")
    assert stranger.get("/v1/unheard-of").status_code == 401


@pytest.mark.parametrize("role", list(Role))
def test_every_route_lets_in_the_roles_of_the_contract_and_no_others(sqlite_api: Api, role: Role) -> None:
    caller = sqlite_api.as_role(role)
    for method, path in ROUTES:
        headers = {} if method in {"GET", "POST"} else {"If-Match": "*"}
        answer = caller.client.request(method, address(path), headers=headers)
        assert (answer.status_code != 403) == (role in allowed(method, path)), (method, path, answer.text)


def in_practice(api: Api, system: dict[str, Any], position: dict[str, Any], person: dict[str, Any]) -> dict[str, Any]:
    """One of each that owners and managers make, by area."""
    above = api.position(unitId=position["unitId"], leadsUnit=True)
    api.hold(above)
    offered = {"duty": "owner", "toPositionId": above["id"]}
    disputed = {"duty": "owner", "namesPositionId": above["id"], "reason": "Ikke os."}
    answers = {"confirmsOwnership": True, "insight": "yes", "time": "yes", "money": "yes"}
    return {
        "absences": api.make(f"/v1/people/{person['id']}/absences", {}),
        "handovers": api.make(f"/v1/systems/{system['id']}/handovers", offered),
        "disputes": api.make(f"/v1/systems/{system['id']}/disputes", disputed),
        "attestation-campaigns": api.make("/v1/attestation-campaigns", {"due": "2026-04-01"}),
        "attestation-requests": api.read("/v1/attestation-requests")["items"][0],
        "attestations": api.make(f"/v1/systems/{system['id']}/attestations", answers),
    }


def test_every_resource_and_list_has_an_entity_tag_and_answers_304(sqlite_api: Api) -> None:
    unit, position, person = sqlite_api.unit(), sqlite_api.position(), sqlite_api.person()
    system = sqlite_api.system(unitId=unit["id"], source="s", externalId="e")
    ids = {
        "units": unit,
        "positions": position,
        "people": person,
        "tenures": sqlite_api.hold(position, person),
        "systems": system,
        "responsibilities": sqlite_api.assign(system, position),
        "budget-lines": sqlite_api.budget(system),
        "contracts": sqlite_api.make("/v1/contracts", {"name": "K", "systemIds": [system["id"]]}),
        "tokens": sqlite_api.read("/v1/tokens")["items"][0],
        **in_practice(sqlite_api, system, position, person),
        "findings": sqlite_api.read("/v1/findings")["items"][0],
        "rules": {"id": "OWN001"},
    }
    fresh = {"/v1/journal/verification"}
    for method, path in ROUTES:
        area = path.split("/")[2]
        if method != "GET" or area in {"exports", "imports", "jobs"} or path in fresh:
            continue
        there = path.replace("{source}", "s").replace("{externalId}", "e")
        there = there.replace("{id}", ids.get(area, {"id": ""})["id"])
        answer = sqlite_api.get(there)
        assert answer.status_code == 200, (there, answer.text)
        again = sqlite_api.get(there, headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b""), there


def test_every_path_knows_its_methods(sqlite_api: Api) -> None:
    for path, item in DOCUMENT["paths"].items():
        known = {method.upper() for method in item} | {"OPTIONS"} | ({"HEAD"} if "get" in item else set())
        options = sqlite_api.client.options(address(path))
        assert set(options.headers["allow"].split(", ")) == known, path
        for method in {"PUT", "PATCH", "DELETE", "POST", "GET"} - known:
            answer = sqlite_api.client.request(method, address(path))
            assert answer.status_code == 405, (method, path)
            assert answer.headers["allow"] == options.headers["allow"]


def test_every_route_refuses_a_query_key_that_it_does_not_have(sqlite_api: Api) -> None:
    for method, path in ROUTES:
        answer = sqlite_api.client.request(method, address(path), params={"unheardOf": "1"})
        assert answer.status_code == 400, (method, path)
        assert answer.json()["errors"][0]["pointer"] == "?unheardOf"


def test_document_never_promises_422_and_always_a_problem() -> None:
    for path, item in DOCUMENT["paths"].items():
        for operation in item.values():
            assert "422" not in operation["responses"]
            if path.startswith("/v1/"):
                assert operation["responses"]["400"] == {"$ref": "#/components/responses/Problem400"}
                assert operation["security"] == [{"token": []}]
    assert DOCUMENT["info"]["contact"]
    assert DOCUMENT["info"]["license"]
