"""The examples of the document are calls on the demonstration, so they cannot say what is not so."""

import os
from typing import Any

import orjson
import pytest

from app.http.examples import FILE
from tests.http.exemplary import record
from tests.http.test_document import DOCUMENT, OPERATIONS
from tests.support.api import Api

pytestmark = pytest.mark.one_database("the document is the same whatever the database")

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
            if "example" not in content.get(JSON, {"example": 1})
        ]
    assert bare == []
    problems: dict[str, Any] = DOCUMENT["components"]["responses"]
    without = {name for name, answer in problems.items() if "example" not in str(answer)}
    # They need a token of another role, and a database that does not answer.
    assert without == {"Problem403", "Problem503"}
