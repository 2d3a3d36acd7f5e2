"""One anchor: its line, its signature, and what is said of a line that is none."""

import json
from typing import Any

import pytest

from app.anchors.anchor import AnchorUnusable, check, key_id, parse
from tests.anchors.anchoring import ANOTHER_KEY, KEY, KEYS, signed

HASH = "ab" * 32
SIGNED = signed(7, HASH)
LINE = SIGNED.line()


def changed(**values: Any) -> bytes:
    return json.dumps({**json.loads(LINE), **values}).encode()


def test_a_line_never_changes_between_releases() -> None:
    assert (
        f'{{"at":"2026-03-02T09:07:00Z","hash":"{HASH}","keyId":"56475aa75463474c","revision":7,"signature":'
        '"qDUI61BKgYJgCtL9CDbL4qHWET8YVFLaIiXNkg6H26S+82kJgJt41aY6ReMZ/ur4QXz8XKDTt+Hh5xqcUefzAg=="}'
    ) == LINE


def test_a_line_is_read_as_it_was_written() -> None:
    assert parse(LINE.encode()) == SIGNED
    assert check(SIGNED, KEYS) == SIGNED.anchor


def test_a_key_is_named_by_its_digest() -> None:
    assert key_id(KEY.public_key()) == "56475aa75463474c"


def test_how_the_json_is_written_does_not_matter() -> None:
    assert check(parse(changed()), KEYS) == SIGNED.anchor


@pytest.mark.parametrize("values", [{"revision": 8}, {"hash": "cd" * 32}, {"at": "2026-03-02T09:07:01Z"}])
def test_the_signature_covers_every_value(values: dict[str, Any]) -> None:
    with pytest.raises(AnchorUnusable, match="changed or forged"):
        check(parse(changed(**values)), KEYS)


def test_an_anchor_of_another_key_is_refused() -> None:
    with pytest.raises(AnchorUnusable, match=r"is signed by the key [0-9a-f]{16}, which is none of 56475aa75463474c"):
        check(signed(7, HASH, ANOTHER_KEY), KEYS)


def test_a_signature_of_another_key_under_a_known_name_is_refused() -> None:
    forged = json.loads(signed(7, HASH, ANOTHER_KEY).line())["signature"]
    with pytest.raises(AnchorUnusable, match="changed or forged"):
        check(parse(changed(signature=forged)), KEYS)


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (LINE[:-20].encode(), "cut off"),
        (b"\xff\x00", "no JSON"),
        (b"[]", "must have"),
        (b"{}", "must have"),
        (changed(note="x"), "nothing else"),
        (changed(revision=0), "no revision"),
        (changed(revision=True), "no revision"),
        (changed(revision="7"), "no revision"),
        (changed(revision=2**63), "no revision"),
        (changed(hash="AB" * 32), "no hash"),
        (changed(hash=None), "no text as hash"),
        (changed(at="yesterday"), "no instant"),
        (changed(at="2026-03-02T09:07:00"), "without a time zone"),
        (changed(at=7), "no text as at"),
        (changed(keyId=7), "no text as keyId"),
        (changed(signature="…"), "no base64"),
    ],
)
def test_what_is_no_anchor_is_told(line: bytes, said: str) -> None:
    with pytest.raises(AnchorUnusable, match=said):
        parse(line)
