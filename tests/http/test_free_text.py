"""Every free-text field of every body, found in the OpenAPI document, so that a new field cannot be forgotten."""

from typing import Any

import pytest

from tests.support.api import Api
from tests.support.differing import differ
from tests.support.document import DOCUMENT
from tests.support.refusals import no_trace

pytestmark = [
    pytest.mark.one_database("text is refused before any statement"),
]

SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
#: The path of each POST that takes JSON, and a body that it would take; `{}` in a path is a system's id.
BODIES: dict[str, dict[str, Any]] = {
    "/v1/units": {"name": "A"},
    "/v1/positions": {"title": "A", "managementLevel": 2},
    "/v1/people": {"name": "A"},
    "/v1/systems": {"name": "A", "description": "B"},
    "/v1/contracts": {"name": "A"},
    "/v1/tokens": {"name": "A", "role": "reader"},
    "/v1/tokens/{id}/rotation": {},
    "/v1/systems/{id}/budget-lines": {"fiscalYear": 2026},
    "/v1/systems/{id}/responsibilities": {"duty": "fix"},
    "/v1/systems/{id}/retire": {},
    "/v1/positions/{id}/tenures": {},
    "/v1/positions/{id}/transfer": {},
    "/v1/people/{id}/absences": {},
    "/v1/people/{id}/departure": {},
    "/v1/systems/{id}/handovers": {"duty": "fix"},
    "/v1/handovers/{id}/accept": {},
    "/v1/handovers/{id}/decline": {},
    "/v1/handovers/{id}/withdraw": {},
    "/v1/systems/{id}/disputes": {"duty": "owner", "reason": "A"},
    "/v1/disputes/{id}/resolve": {"reason": "A"},
    "/v1/systems/{id}/attestations": {"confirmsOwnership": True, "insight": "yes", "time": "yes", "money": "yes"},
    "/v1/attestation-campaigns": {"due": "2026-12-31"},
    "/v1/kitos/differences/{id}/resolution": {"take": "register"},
}
#: What the document says of every text that must hold something.
NO_BLANK = r"\S"
#: An answer may be given without a body.
OPTIONAL = {
    path
    for path, item in DOCUMENT["paths"].items()
    if "requestBody" in item.get("post", {}) and not item["post"]["requestBody"].get("required", False)
}


def taking_json() -> dict[str, dict[str, Any]]:
    """The paths with a POST of JSON, and the schema of its body."""
    found = {}
    for path, item in DOCUMENT["paths"].items():
        content = item.get("post", {}).get("requestBody", {}).get("content", {})
        if "application/json" in content:
            schema = content["application/json"]["schema"]
            (reference,) = [part["$ref"] for part in schema.get("anyOf", [schema]) if "$ref" in part]
            found[path] = SCHEMAS[reference.rpartition("/")[2]]
    return found


def is_free(schema: dict[str, Any]) -> bool:
    """Text that no list, pattern or format bounds, as long as it is no blank; a list of such counts too."""
    if "anyOf" in schema:
        return any(is_free(part) for part in schema["anyOf"])
    if schema.get("type") == "array":
        return is_free(schema["items"])
    bounded = {"enum", "format"} & schema.keys() or schema.get("pattern", NO_BLANK) != NO_BLANK
    return schema.get("type") == "string" and not bounded


def is_list(schema: dict[str, Any]) -> bool:
    return schema.get("type") == "array" or any(is_list(part) for part in schema.get("anyOf", ()))


FIELDS = [
    (path, name, is_list(schema))
    for path, body in taking_json().items()
    for name, schema in body.get("properties", {}).items()
    if is_free(schema)
]


def test_every_body_is_known_here() -> None:
    assert taking_json().keys() == BODIES.keys()
    assert len(FIELDS) > 20


@pytest.fixture
def bodies(sqlite_api: Api) -> dict[str, tuple[str, dict[str, Any]]]:
    """Addresses and bodies with the references filled in."""
    unit, person = sqlite_api.unit(), sqlite_api.person()
    position, system = sqlite_api.position(unit=unit), sqlite_api.system()
    other = sqlite_api.position(unit=unit, leadsUnit=True)
    sqlite_api.hold(other)
    sqlite_api.assign(system, position)
    system_path = f"/v1/systems/{system['id']}"
    offered = {"duty": "owner", "toPositionId": other["id"]}
    disputed = {"duty": "owner", "namesPositionId": other["id"], "reason": "Ikke os."}
    ids = {
        "positions": position["id"],
        "people": person["id"],
        "systems": system["id"],
        "handovers": sqlite_api.make(f"{system_path}/handovers", offered)["id"],
        "tokens": sqlite_api.read("/v1/tokens")["items"][0]["id"],
        "disputes": sqlite_api.make(f"{system_path}/disputes", disputed)["id"],
        "kitos": differ(sqlite_api, "systems", system, "notes", "KITOS' ord"),
    }
    filled = {
        "/v1/positions": {"unitId": unit["id"]},
        "/v1/systems/{id}/responsibilities": {"positionId": position["id"]},
        "/v1/positions/{id}/tenures": {"personId": person["id"]},
        "/v1/positions/{id}/transfer": {"toPositionId": other["id"]},
        "/v1/systems/{id}/handovers": {"toPositionId": other["id"]},
        "/v1/systems/{id}/disputes": {"namesPositionId": other["id"]},
    }
    return {
        path: (
            path.replace("{id}", ids.get(path.split("/")[2], "")),
            {**body, **filled.get(path, {})},
        )
        for path, body in BODIES.items()
    }


BAD = {
    "cpr-number": "Borgeren 010170-1234 ringede",
    "control-character": "a\x07b",
    "string-too-long": "x" * 5000,
    "string-type": 5,
}


@pytest.mark.parametrize("code", list(BAD))
def test_no_free_text_takes_what_must_not_be_stored(
    sqlite_api: Api, bodies: dict[str, tuple[str, dict[str, Any]]], code: str
) -> None:
    for path, field, listed in FIELDS:
        address, body = bodies[path]
        key = {"source": "cmdb", "externalId": "1"} if field in {"source", "externalId"} else {}
        value = [BAD[code]] if listed else BAD[code]
        with no_trace(sqlite_api):
            answer = sqlite_api.post(address, {**body, **key, field: value})
        assert answer.status_code == 400, (path, field, answer.text)
        problems = {(problem["pointer"], problem["code"]) for problem in answer.json()["errors"]}
        assert problems == {(f"/{field}/0" if listed else f"/{field}", code)}, (path, problems)
        assert "010170" not in answer.text


@pytest.mark.parametrize("extra", ["colour", "Name", "", "a/b", "id", "createdAt", "__class__"])
def test_no_body_takes_an_unknown_key(
    sqlite_api: Api, bodies: dict[str, tuple[str, dict[str, Any]]], extra: str
) -> None:
    for address, body in bodies.values():
        answer = sqlite_api.post(address, {**body, extra: "x"})
        assert answer.status_code == 400, (address, answer.text)
        (problem,) = answer.json()["errors"]
        assert (problem["pointer"], problem["code"]) == (f"/{extra.replace('/', '~1')}", "unknown-key")


@pytest.mark.parametrize("text", ["null", "[]", '"text"', "5", "true", '[{"name": "A"}]', "{", "", "{} {}", "NaN"])
def test_no_body_is_anything_but_an_object(
    sqlite_api: Api, bodies: dict[str, tuple[str, dict[str, Any]]], text: str
) -> None:
    for path, (address, _) in bodies.items():
        if path in OPTIONAL and text in {"null", ""}:
            continue
        with no_trace(sqlite_api):
            answer = sqlite_api.client.post(address, content=text, headers={"Content-Type": "application/json"})
        assert answer.status_code == 400, (address, text, answer.text)


@pytest.mark.parametrize(
    "text",
    [
        '{"name": "A", "description": "B", "\\ud800": 1}',
        '{"name": "A", "description": "\\udfff"}',
        '{"name": "A", "description": ' + "9" * 6000 + "}",
        '{"name": "A", "description": "B", "notes": 1e999}',
        '{"name": "A", "description": "B", "notes": -Infinity}',
        '{"name": "A", "description": "B", "notes": ' + '{"a":' * 5000 + "1" + "}" * 5001,
        b'{"name": "\xe6", "description": "B"}',
        b"\xff\xfe",
    ],
)
def test_json_that_no_client_means_is_refused(sqlite_api: Api, text: str | bytes) -> None:
    with no_trace(sqlite_api):
        answer = sqlite_api.client.post("/v1/systems", content=text, headers={"Content-Type": "application/json"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")


def test_what_looks_the_same_is_stored_the_same(sqlite_api: Api) -> None:
    system = sqlite_api.system(" Ældre\u00a0og\u200b Sundhed ", description="a\r\nb")
    assert (system["name"], system["description"]) == ("Ældre og Sundhed", "a\nb")
