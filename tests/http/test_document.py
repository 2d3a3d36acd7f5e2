"""The OpenAPI document says of everything what it is, and promises nothing that is not kept."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator
from pydantic import TypeAdapter

from app import __version__
from app.cli.documents import NO_DATABASE
from app.core.config import Settings
from app.http import describing
from app.http.openapi import build
from app.main import create_app
from app.systems.card import SystemCard
from app.vocabulary import Duty
from tests.support.api import Api
from tests.support.document import DOCUMENT

SCHEMAS: dict[str, Any] = DOCUMENT["components"]["schemas"]
OPERATIONS: dict[str, tuple[str, str, dict[str, Any]]] = {
    operation["operationId"]: (method.upper(), path, operation)
    for path, item in DOCUMENT["paths"].items()
    for method, operation in item.items()
}
WORDS = tomllib.loads(Path(describing.__file__).with_name("words.toml").read_text(encoding="utf-8"))


def undescribed() -> Iterator[str]:
    """Every place of the document that says nothing of itself."""
    yield from undescribed_operations()
    yield from undescribed_schemas()


def undescribed_operations() -> Iterator[str]:
    for method, path, operation in OPERATIONS.values():
        place = f"{method} {path}"
        yield from (f"{place}: its {part}" for part in ("summary", "description", "tags") if not operation.get(part))
        for parameter in operation.get("parameters", ()):
            if not parameter.get("description"):
                yield f"{place}: the parameter {parameter['name']}"
            yield from values(parameter["schema"], f"{place}: {parameter['name']}", parameter["description"])
        for status, response in operation["responses"].items():
            if "$ref" not in response and not response.get("description"):
                yield f"{place}: the answer {status}"


def undescribed_schemas() -> Iterator[str]:
    for name, schema in SCHEMAS.items():
        if not schema.get("description"):
            yield f"schema {name}"
        yield from values(schema, name, "")
        for key, described in schema.get("properties", {}).items():
            if not described.get("description"):
                yield f"schema {name}: the key {key}"
            yield from values(described, f"{name}.{key}", described.get("description", ""))


def values(schema: dict[str, Any], place: str, said: str) -> Iterator[str]:
    said += schema.get("description", "")
    if len(schema.get("enum", ())) > 1:
        yield from (f"{place}: the value {value}" for value in schema["enum"] if f"`{value}`" not in said)
    for part in (*schema.get("anyOf", ()), *filter(None, (schema.get("items"),))):
        yield from values(part, place, said)


def test_the_document_that_ships_is_the_one_that_the_code_makes() -> None:
    application = create_app(Settings(database_url=NO_DATABASE))
    assert application.openapi() == build(application)


def test_a_document_of_other_code_is_not_served() -> None:
    application = create_app(Settings(database_url=NO_DATABASE))
    application.add_api_route("/v1/new", lambda: None)
    with pytest.raises(RuntimeError, match="make openapi"):
        application.openapi()


def test_everything_is_described() -> None:
    bare = sorted(set(undescribed()))
    assert not bare, "Without a description (a docstring under the field, or app/http/words.toml): " + "; ".join(bare)


def test_words_are_about_something_that_there_is() -> None:
    parameters = {
        (operation["operationId"], parameter["name"])
        for _, _, operation in OPERATIONS.values()
        for parameter in operation.get("parameters", ())
    }
    properties = {(name, key) for name, schema in SCHEMAS.items() for key in schema.get("properties", {})}
    places = parameters | properties
    assert set(WORDS["keys"]) <= {key for _, key in places}
    assert set(WORDS["places"]) <= {".".join(place) for place in places}
    assert set(WORDS["values"]) <= set(SCHEMAS) | {key for _, key in places}
    assert all(tag["description"] for tag in DOCUMENT["tags"])
    assert set(WORDS["tags"]) == {tag for _, _, operation in OPERATIONS.values() for tag in operation["tags"]}


def test_values_of_an_enumeration_carry_their_danish_labels() -> None:
    assert SCHEMAS["Duty"]["x-enum-descriptions"] == list(Duty.labels().values())
    assert "`fix`: fejlrette" in SCHEMAS["Duty"]["description"]


def test_every_answer_declares_the_version_of_the_interface() -> None:
    answers = [
        response
        for _, _, operation in OPERATIONS.values()
        for response in operation["responses"].values()
        if "$ref" not in response
    ]
    assert len(answers) > len(OPERATIONS)
    for response in (*answers, *DOCUMENT["components"]["responses"].values()):
        assert "API-Version" in response["headers"]


def test_version_server_and_contact() -> None:
    assert DOCUMENT["info"]["version"] == __version__
    assert [server["url"] for server in DOCUMENT["servers"]] == ["/"]
    assert {path.split("/")[1] for path in DOCUMENT["paths"]} == {"v1", "health", "metrics"}
    assert DOCUMENT["info"]["contact"] == {"name": "Ansvarsregister", "url": "/docs"}
    settings = Settings(
        database_url=NO_DATABASE, contact_url="https://example.org/register", contact_email="register@example.org"
    )
    named = create_app(settings).openapi()["info"]["contact"]
    assert (named["url"], named["email"]) == ("https://example.org/register", "register@example.org")


@pytest.mark.parametrize("name", [name for name, (_, path, _) in OPERATIONS.items() if "/exports/" in path])
def test_streamed_file_promises_no_304_and_names_its_file(name: str) -> None:
    operation = OPERATIONS[name][2]
    assert "304" not in operation["responses"]
    assert "If-None-Match" not in {parameter["name"] for parameter in operation["parameters"]}
    assert set(operation["responses"]["200"]["headers"]) == {"Content-Disposition", "API-Version"}


def test_what_a_get_promises_of_its_headers_is_kept(sqlite_api: Api) -> None:
    sqlite_api.system()
    plain = [
        (path, operation) for method, path, operation in OPERATIONS.values() if method == "GET" and "{" not in path
    ]
    assert len(plain) > 30
    for path, operation in plain:
        answer = sqlite_api.get(path)
        promised = set(operation["responses"]["200"]["headers"]) - {"Link"}
        assert promised <= {name for name in promised if name in answer.headers}, path
        tagged = sqlite_api.get(path, headers={"If-None-Match": answer.headers.get("ETag", '"x"')})
        assert (tagged.status_code == 304) == ("304" in operation["responses"]), path


def test_narrowed_items_have_a_schema_of_their_own(sqlite_api: Api) -> None:
    narrow = [operation for _, _, operation in OPERATIONS.values() if "fields" in str(operation.get("parameters"))]
    assert len(narrow) > 20
    whole, part = SCHEMAS["SystemCardList"]["properties"]["items"]["items"]["anyOf"]
    assert whole["$ref"].endswith("/SystemCard")
    assert part["$ref"].endswith("/SystemCardPart")
    assert set(SCHEMAS["SystemCard"]["required"]) == set(SCHEMAS["SystemCard"]["properties"])
    assert "required" not in SCHEMAS["SystemCardPart"]
    assert set(SCHEMAS["SystemCardPart"]["properties"]) == {
        field.alias or name for name, field in SystemCard.model_fields.items()
    }


def test_every_default_is_a_value_that_may_be_sent() -> None:
    wrong = []
    for path, item in DOCUMENT["paths"].items():
        for operation in item.values():
            for parameter in operation.get("parameters", ()):
                schema = {**parameter["schema"], "components": DOCUMENT["components"]}
                if "default" in schema and not Draft202012Validator(schema).is_valid(schema["default"]):
                    wrong.append((path, parameter["name"], schema["default"]))
    assert wrong == []


def test_no_part_of_a_form_may_be_null() -> None:
    """A part can be left out. What is sent is text, and null would be the name of something."""
    forms = {
        content["multipart/form-data"]["schema"]["$ref"].rpartition("/")[2]
        for _, _, operation in OPERATIONS.values()
        if "multipart/form-data" in (content := operation.get("requestBody", {}).get("content", {}))
    }
    assert len(forms) > 1
    for form in forms:
        for name, part in SCHEMAS[form]["properties"].items():
            assert {"type": "null"} not in part.get("anyOf", ()), (form, name)


def test_names_of_schemas_are_names_in_every_language() -> None:
    assert [name for name in SCHEMAS if not re.fullmatch(r"[A-Z][A-Za-z0-9]*", name)] == []
    assert len({name.lower() for name in SCHEMAS}) == len(SCHEMAS)


def test_the_card_of_the_document_is_the_card_that_is_answered(sqlite_api: Api) -> None:
    system = sqlite_api.system()
    TypeAdapter(SystemCard).validate_json(sqlite_api.get(f"/v1/systems/{system['id']}").content)
