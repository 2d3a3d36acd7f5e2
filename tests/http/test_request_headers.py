"""Headers of a request: declared where they count, refused where they would be ignored; media types in any case."""

import re
from typing import Any

import pytest

from app.core.errors import InvalidInput
from app.http.representation import require_match
from tests.http.test_every_route import METHODS, address
from tests.support.api import Api
from tests.support.document import DOCUMENT

pytestmark = pytest.mark.one_database("headers are checked around the routes, not in the database")

CONDITIONS = {"idempotency-key", "if-match", "if-none-match"}
UPSERT = "/v1/systems/by-key/{source}/{externalId}"


def expected(method: str, path: str) -> set[str]:
    """Which conditions count, as the contract has it."""
    if method == "get":
        # What is streamed, or worked out anew each time, has no tag.
        untagged = path.startswith(("/v1/exports/", "/v1/journal/")) or path.endswith(".xlsx")
        return set() if untagged else {"if-none-match"}
    if method == "post":
        return set() if path.startswith("/v1/tokens") else {"idempotency-key"}
    return {"if-match", "if-none-match"} if path == UPSERT else {"if-match"}


OPERATIONS = [
    (method, path, item[method])
    for path, item in DOCUMENT["paths"].items()
    for method in METHODS
    if method in item and path.startswith("/v1/")
]


def declared(operation: dict[str, Any]) -> set[str]:
    return {part["name"].lower() for part in operation.get("parameters", []) if part["in"] == "header"}


def test_document_declares_the_headers_that_count_and_no_others() -> None:
    for method, path, operation in OPERATIONS:
        # A job is no part of the register: nobody asks why it was stopped.
        always = set() if method == "get" or path.startswith("/v1/jobs/") else {"change-reason"}
        assert declared(operation) == expected(method, path) | always, (method, path)


def test_condition_that_a_write_would_ignore_is_refused(sqlite_api: Api) -> None:
    for method, path, _ in OPERATIONS:
        for header in CONDITIONS - expected(method, path):
            if method == "get":
                continue
            answer = sqlite_api.client.request(method, address(path), headers={header: '"x"'})
            assert (answer.status_code, answer.json()["code"]) == (400, "header-not-supported"), (method, path)
            (fault,) = answer.json()["errors"]
            assert (fault["pointer"], fault["code"]) == (header, "header-not-supported")


@pytest.mark.parametrize(
    ("sent", "allowed"),
    [('"a"', True), ('W/"b", "a"', True), ("*", True), ("", False), ("a", False), (",", False), ('"a", *', False)],
)
def test_if_match_is_declared_as_it_is_read(sent: str, allowed: bool) -> None:
    patterns = {
        parameter["schema"]["pattern"]
        for method, path, operation in OPERATIONS
        for parameter in operation["parameters"]
        if parameter["name"] == "If-Match" and not path.startswith("/v1/jobs/")
    }
    assert [bool(re.search(pattern, sent)) for pattern in patterns] == [allowed]
    try:
        require_match(sent, '"a"')
    except InvalidInput:
        assert not allowed
    else:
        assert allowed


def test_if_none_match_on_put_by_key_only_makes(api: Api) -> None:
    path, new = "/v1/systems/by-key/cmdb/1", {"If-None-Match": "*"}
    body = {"name": "A", "description": "B"}
    assert api.client.put(path, json=body, headers=new).status_code == 201
    refused = api.client.put(path, json={"name": "C"}, headers=new)
    assert (refused.status_code, refused.json()["code"]) == (412, "precondition-failed")
    assert api.read(path)["name"] == "A"


def test_if_none_match_on_put_by_key_compares_tags(api: Api) -> None:
    path = "/v1/systems/by-key/cmdb/1"
    api.client.put(path, json={"name": "A", "description": "B"})
    tag = api.get(path).headers["etag"]
    for matching in (tag, f"W/{tag}", f'"x", {tag}'):
        assert api.client.put(path, json={"name": "C"}, headers={"If-None-Match": matching}).status_code == 412
    assert api.client.put(path, json={"name": "C"}, headers={"If-None-Match": '"x"'}).status_code == 200


@pytest.mark.parametrize("headers", [{}, {"Idempotency-Key": "k"}])
def test_media_type_of_an_upload_in_capitals(api: Api, headers: dict[str, str]) -> None:
    body = 'Enhed\r\n"Ydelser"\r\n'
    form = (
        '--b\r\nContent-Disposition: form-data; name="kind"\r\n\r\nunits\r\n'
        f'--b\r\nContent-Disposition: form-data; name="file"; filename="e.csv"\r\n\r\n{body}\r\n--b--\r\n'
    )
    headers = {"Content-Type": "Multipart/Form-Data; boundary=b", **headers}
    first, again = (api.client.post("/v1/imports", content=form, headers=headers) for _ in range(2))
    assert first.status_code == 201, first.text
    assert (first.content == again.content) == ("Idempotency-Key" in headers)


def test_large_upload_with_its_media_type_in_capitals_has_the_limit_of_uploads(api: Api) -> None:
    rows = "Enhed\r\n" + "\r\n" * 600_000
    form = f'--b\r\nContent-Disposition: form-data; name="file"; filename="e.csv"\r\n\r\n{rows}\r\n--b--\r\n'
    headers = {"Content-Type": "MULTIPART/FORM-DATA; boundary=b"}
    assert api.client.post("/v1/imports", content=form, headers=headers).status_code == 400


@pytest.mark.parametrize("zero", ["q=0", "q=0.0", "q=0.00", "Q=0", "q = 0.000", "q=0."])
def test_weight_of_zero_is_a_refusal_however_it_is_spelt(api: Api, zero: str) -> None:
    for _ in range(2):
        asked = {"Accept": f"application/json;{zero}"}
        assert api.get("/v1/systems", headers=asked).status_code == 406
        assert api.get("/v1/systems", headers={"Accept": f"*/*, application/json;{zero}"}).status_code == 406
        # What is left over after the refusal may still be taken.
        assert api.get("/v1/systems", headers={"Accept": f"text/html;{zero}, application/*"}).status_code == 200
        assert api.get("/v1/systems", headers={"Accept": "application/json;q=0.01"}).status_code == 200


@pytest.mark.parametrize("accept", ["Application/JSON", "APPLICATION/*", "*/*", "text/html, */*;q=0.1"])
def test_accept_in_any_case(api: Api, accept: str) -> None:
    assert api.get("/v1/systems", headers={"Accept": accept}).status_code == 200
