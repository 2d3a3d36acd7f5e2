"""Large answers go out in the coding that the client reads, under a tag of their own that conditions understand."""

import gzip
from typing import Any

import brotli
import pytest
import zstandard

from app.http.compression import CODINGS, coding_for
from tests.support.api import Api

UNPACK: dict[str, Any] = {"gzip": gzip.decompress, "br": brotli.decompress, "zstd": zstandard.decompress}
LARGE, SMALL = bytes(20_000), bytes(100)


@pytest.fixture
def many(sqlite_api: Api) -> Api:
    for number in range(12):
        sqlite_api.system(f"System {number}", description="En lang beskrivelse. " * 40)
    return sqlite_api


@pytest.mark.parametrize("coding", CODINGS)
@pytest.mark.parametrize("path", ["/v1/systems", "/v1/systems?sort=-name"])
def test_a_large_answer_is_sent_in_the_coding_and_says_the_same(many: Api, path: str, coding: str) -> None:
    plain = many.get(path, headers={"Accept-Encoding": "identity"})
    for _ in range(2):  # worked out, then from memory
        with many.client.stream("GET", path, headers={"Accept-Encoding": coding}) as answer:
            sent = b"".join(answer.iter_raw())
            assert answer.headers["content-encoding"] == coding
            assert int(answer.headers["content-length"]) == len(sent) < len(plain.content) / 3
            assert UNPACK[coding](sent) == plain.content
            assert "Accept-Encoding" in answer.headers["vary"]
            assert answer.headers["etag"] == f'{plain.headers["etag"][:-1]}-{coding}"'


@pytest.mark.parametrize("had", ["", "-gzip", "-zstd", "-br"])
def test_whatever_coding_a_client_has_read_it_is_told_that_nothing_changed(many: Api, had: str) -> None:
    tag = many.get("/v1/systems", headers={"Accept-Encoding": "identity"}).headers["etag"]
    asked = {"If-None-Match": f'{tag[:-1]}{had}"', "Accept-Encoding": "gzip"}
    again = many.get("/v1/systems", headers=asked)
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["etag"] == f'{tag[:-1]}-gzip"'
    assert "content-encoding" not in again.headers
    many.system("Endnu et")
    assert many.get("/v1/systems", headers=asked).status_code == 200


def test_a_single_resource_has_one_tag_whatever_the_client_reads(many: Api) -> None:
    system = many.read("/v1/systems", limit=1)["items"][0]
    answers = [
        many.get(f"/v1/systems/{system['id']}", headers={"Accept-Encoding": coding}) for coding in ("gzip", "identity")
    ]
    assert len({answer.headers["etag"] for answer in answers}) == 1
    assert "content-encoding" not in answers[0].headers


@pytest.mark.parametrize(
    ("accepted", "coding"),
    [
        (None, None),
        ("", None),
        ("identity", None),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("br;q=0.5, gzip;q=0.2", "br"),
        ("gzip;q=0", None),
        ("gzip;q=nothing", None),
        ("*", "zstd"),
        ("*;q=0, gzip", "gzip"),
        ("identity;q=1, gzip;q=0.5", None),
        ("deflate", None),
        (",;q=1,", None),
    ],
)
def test_the_client_decides(accepted: str | None, coding: str | None) -> None:
    assert coding_for(accepted, LARGE) == coding
    assert coding_for(accepted, SMALL) is None
