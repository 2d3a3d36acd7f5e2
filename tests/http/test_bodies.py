"""Bodies that a register must not guess at: each is refused in its own words, before a handler sees it."""

from collections.abc import Iterator
from typing import Any

import pytest

from tests.http.test_every_route import METHODS, address
from tests.support.api import Api
from tests.support.document import DOCUMENT
from tests.support.refusals import refusal

pytestmark = pytest.mark.one_database("bodies are read around the routes, not in the database")

JSON = {"Content-Type": "application/json"}


def send(api: Api, content: bytes | str | Iterator[bytes], **headers: str) -> Any:
    return api.client.post("/v1/systems", content=content, headers={**JSON, **headers})


@pytest.mark.parametrize(
    ("content", "pointer", "code"),
    [
        (b'{"name": "\xe6"}', "", "bad-encoding"),
        ('{"name": "A"}'.encode("utf-16"), "", "bad-encoding"),
        ("[" * 51 + "]" * 51, "", "too-deep"),
        ('{"a":' * 60 + "1" + "}" * 60, "", "too-deep"),
        ("[" * 100_000, "", "too-deep"),
        ("[" * 100_000 + "]" * 100_000, "", "too-deep"),
        ('{"name": 9223372036854775808}', "/name", "number-too-large"),
        ('{"name": -9223372036854775809}', "/name", "number-too-large"),
        ('{"name": ' + "9" * 5000 + "}", "/name", "number-too-large"),
        ('{"name": 1e999}', "/name", "number-too-large"),
        ('{"kle": ["1", {"a/b": ' + "9" * 20 + "}]}", "/kle/1/a~1b", "number-too-large"),
        ('{"name": "A", "name": "B"}', "/name", "repeated-key"),
        ('{"kle": [{"a": {"b": 1, "b": 1}}]}', "/kle/0/a/b", "repeated-key"),
        ('{"name": NaN}', "/name", "not-a-number"),
        ('{"name": [Infinity]}', "/name/0", "not-a-number"),
        ("-Infinity", "", "not-a-number"),
        ('{"\\ud800": 1}', "", "bad-key"),
        ('{"name": "A"', "", "json-invalid"),
        ("\x00", "", "json-invalid"),
        ("nothing", "", "json-invalid"),
    ],
)
def test_fault_of_json_has_its_own_code(api: Api, content: bytes | str, pointer: str, code: str) -> None:
    answer = send(api, content)
    assert refusal(answer, 400, pointer, code)
    assert answer.json()["code"] == code
    assert api.read("/v1/systems")["total"] == 0


def test_fault_of_syntax_says_where_it_is(api: Api) -> None:
    answer = send(api, '{"name": "A",\n "description": }')
    assert "line 2, column 17" in refusal(answer, 400, "", "json-invalid")


def test_several_faults_are_told_together(api: Api) -> None:
    faults = send(api, '{"name": NaN, "kle": [99999999999999999999]}').json()["errors"]
    assert [(fault["pointer"], fault["code"]) for fault in faults] == [
        ("/name", "not-a-number"),
        ("/kle/0", "number-too-large"),
    ]
    many = send(api, "[" + ",".join(["NaN"] * 1000) + "]").json()["errors"]
    assert len(many) == 100


def test_json_that_is_only_unusual_is_taken(api: Api) -> None:
    body = '\ufeff{"name": "A \\ud83d\\ude00", "description": "Ærø"}'.encode()
    assert send(api, body).status_code == 201
    assert send(api, iter([b'{"name": "B", ', b'"description": "C"}'])).status_code == 201
    assert send(api, '{"name": "D", "description": "E"}', **{"Content-Type": "Application/JSON"}).status_code == 201


def test_fault_of_json_is_found_in_every_patch(api: Api) -> None:
    path = f"/v1/systems/{api.system()['id']}"
    headers = {"If-Match": "*", "Content-Type": "Application/Merge-Patch+JSON"}
    answer = api.client.patch(path, content='{"notes": "a", "notes": "b"}', headers=headers)
    refusal(answer, 400, "/notes", "repeated-key")


@pytest.mark.parametrize("encoding", ["gzip", "br", "GZIP", "identity, gzip", "x"])
def test_encoded_body_is_refused_with_what_is_taken(api: Api, encoding: str) -> None:
    answer = send(api, b'{"name": "A", "description": "B"}', **{"Content-Encoding": encoding})
    assert answer.status_code == 415
    assert "Content-Encoding" in answer.json()["detail"]
    assert answer.headers["accept-encoding"] == "identity"


def test_identity_is_no_encoding(api: Api) -> None:
    assert send(api, b'{"name": "A", "description": "B"}', **{"Content-Encoding": "Identity"}).status_code == 201


def test_part_of_an_upload_that_counts_once_is_sent_once(api: Api) -> None:
    for repeated in ("kind", "file", "source"):
        parts: list[Any] = [("file", ("e.csv", b"Enhed\r\nYdelser\r\n")), ("kind", (None, "units"))]
        parts.append(next((part for part in parts if part[0] == repeated), (repeated, (None, "s"))))
        if repeated == "source":
            parts.append(("source", (None, "t")))
        answer = api.client.post("/v1/imports", files=parts)
        refusal(answer, 400, f"/{repeated}", "repeated-part")
    assert api.read("/v1/units")["total"] == 0


BODYLESS = [
    (method, path)
    for path, item in DOCUMENT["paths"].items()
    for method in METHODS
    if method in item and method != "get" and path.startswith("/v1/") and "requestBody" not in item[method]
]


def test_body_where_none_is_taken_is_refused(sqlite_api: Api) -> None:
    assert ("post", "/v1/changes/{revision}/revert") in BODYLESS
    assert ("delete", "/v1/systems/{id}") in BODYLESS
    for method, path in BODYLESS:
        headers = {"If-Match": "*"} if method == "delete" else {}
        for content in (b"{}", b" ", iter([b"", b"x"])):
            answer = sqlite_api.client.request(method, address(path), content=content, headers=headers)
            refusal(answer, 400, "", "unexpected-body")
            assert answer.json()["code"] == "unexpected-body"
        for nothing in (None, b"", iter([b""])):
            answer = sqlite_api.client.request(method, address(path), content=nothing, headers=headers)
            assert answer.json()["code"] != "unexpected-body", (method, path)
