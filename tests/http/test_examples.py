"""The examples of the document are calls on the demonstration, so they cannot say what is not so."""

import os
from collections.abc import Iterator
from typing import Any

import orjson
import pytest
from jsonschema import Draft202012Validator

from app.http.examples import FILE
from tests.http.exemplary import record
from tests.http.test_document import OPERATIONS
from tests.support.api import Api
from tests.support.document import DOCUMENT

pytestmark = [
    pytest.mark.one_database("the document is the same whatever the database"),
]

JSON = "application/json"


def test_examples_are_what_the_demonstration_answers(demonstration: Api) -> None:
    recorded = record(demonstration)
    if os.environ.get("EXEMPLARY") == "write":
        FILE.write_bytes(orjson.dumps(recorded, option=orjson.OPT_INDENT_2) + b"\n")
    kept = orjson.loads(FILE.read_bytes())
    assert kept["problems"] == recorded["problems"]
    for name, calls in recorded["operations"].items():
        assert kept["operations"][name] == calls, f"{name}: run EXEMPLARY=write pytest tests/http/test_examples.py"
    assert set(kept["operations"]) == set(recorded["operations"])


def test_file_stays_small() -> None:
    assert FILE.stat().st_size < 200_000


def test_every_body_and_answer_in_json_has_an_example() -> None:
    bare = []
    for name, (_, path, operation) in OPERATIONS.items():
        contents = {"request": operation.get("requestBody", {}).get("content", {})}
        contents |= {status: answer.get("content", {}) for status, answer in operation["responses"].items()}
        bare += [
            (name, path, place)
            for place, content in contents.items()
            for media_type in (JSON, "text/csv", "multipart/form-data")
            if "example" not in content.get(media_type, {"example": 1})
        ]
    assert bare == []
    problems: dict[str, Any] = DOCUMENT["components"]["responses"]
    without = {name for name, answer in problems.items() if "example" not in str(answer)}
    # It takes a database that does not answer.
    assert without == {"Problem408", "Problem429", "Problem503"}


def test_every_example_fits_its_own_schema() -> None:
    """A schema that says more, or less, than what is answered makes clients that fail."""
    seen, faults = 0, []
    for place, content in contents():
        if "example" in content:
            seen += 1
            schema = {**content["schema"], "components": DOCUMENT["components"]}
            found = Draft202012Validator(schema).iter_errors(content["example"])
            faults += [(place, error.json_path, error.message) for error in found]
    assert faults == []
    assert seen > len(OPERATIONS)


def contents() -> Iterator[tuple[str, dict[str, Any]]]:
    """Every body and answer, and every kind of problem."""
    for name, (_, _, operation) in OPERATIONS.items():
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        yield from ((name, content) for body in bodies for content in body.get("content", {}).values())
    for name, answer in DOCUMENT["components"]["responses"].items():
        yield from ((name, content) for content in answer["content"].values())
