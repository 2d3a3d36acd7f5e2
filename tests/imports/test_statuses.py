"""What an upload is answered with: 201 where something was written, 200 where nothing was, else why not."""

from typing import Any

import pytest

from app.vocabulary import Role
from tests.awkward.case import book
from tests.support.api import Api
from tests.support.imports import csv, upload

pytestmark = pytest.mark.one_database("which status an answer has")

GOOD, BAD = csv("System;Beskrivelse", "KSD;x"), csv("System;Kritikalitet", "KSD;vild")


@pytest.mark.parametrize(
    ("content", "form", "status", "applied"),
    [
        (GOOD, {}, 201, True),
        (GOOD, {"dryRun": True}, 200, False),
        (BAD, {}, 200, False),
        (csv("System;Kritikalitet", "KSD;vild", "Aula;ukendt"), {"partial": True}, 201, True),
    ],
)
def test_created_is_said_only_where_something_was_written(
    sqlite_api: Api, content: bytes, form: dict[str, Any], status: int, applied: bool
) -> None:
    response = upload(sqlite_api, "systems", content, **form)
    assert (response.status_code, response.json()["applied"]) == (status, applied)
    assert response.headers["location"] == f"/v1/imports/{response.json()['id']}"
    assert sqlite_api.get(response.headers["location"]).status_code == 200


@pytest.mark.parametrize(
    ("content", "form", "status"),
    [
        (b"", {}, 400),
        (csv("Farve", "rød"), {}, 400),
        (book(("System",), ("KSD",)), {"sheet": "Findes ikke"}, 400),
        (GOOD, {"mapping": "[1"}, 400),
        (GOOD, {"amountUnit": "euro"}, 400),
        (csv(";".join(["System"] * 300)), {}, 413),
    ],
)
def test_a_file_that_cannot_be_used_leaves_no_report(
    sqlite_api: Api, content: bytes, form: dict[str, Any], status: int
) -> None:
    response = upload(sqlite_api, "systems", content, **form)
    assert response.status_code == status, response.text
    assert response.headers["content-type"] == "application/problem+json"
    assert "location" not in response.headers


def test_an_unknown_kind_is_a_fault_of_the_request(sqlite_api: Api) -> None:
    assert upload(sqlite_api, "cars", GOOD).status_code == 400


def test_a_whole_register_is_for_administrators(sqlite_api: Api) -> None:
    content = sqlite_api.get("/v1/exports/register.zip").content
    steward = sqlite_api.as_role(Role.STEWARD)
    assert upload(steward, "register", content, name="register.zip", dryRun=True).status_code == 403
    response = upload(sqlite_api, "register", content, name="register.zip", dryRun=True)
    assert (response.status_code, response.json()["kind"]) == (200, "register"), response.text


def test_what_is_no_register_is_refused(sqlite_api: Api) -> None:
    response = upload(sqlite_api, "register", GOOD, name="register.zip")
    assert response.status_code == 400, response.text
    assert sqlite_api.read("/v1/systems")["total"] == 0
