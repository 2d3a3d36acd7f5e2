"""One anchor: what the journal's head was at an instant, signed. Pure: no file, no database, no clock."""

import re
from base64 import b64decode, b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Any

import orjson
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from app.core.canonical import canonical, instant

#: Signed before the content, so that a signature for another purpose is never one of an anchor.
_PURPOSE = b"ansvarsregister journal anchor 1\n"
_HASH = re.compile(r"[0-9a-f]{64}")
_KEYS = {"revision", "hash", "at", "keyId", "signature"}
_LARGEST = 2**63 - 1

#: Key id → public key.
PublicKeys = Mapping[str, Ed25519PublicKey]


class AnchorUnusable(ValueError):
    """A line is no anchor, or none of a known key; the message says which."""


@dataclass(frozen=True, slots=True)
class Anchor:
    """At the instant `at` (aware) the journal ended with the entry `revision` (from 1), whose hash was `hash`."""

    revision: int
    hash: str
    at: datetime


@dataclass(frozen=True, slots=True)
class SignedAnchor:
    """`key_id` says which key made the signature (64 bytes of Ed25519, RFC 8032)."""

    anchor: Anchor
    key_id: str
    signature: bytes

    def line(self) -> str:
        """JSON on one line, without the line's end."""
        return canonical({**_content(self.anchor, self.key_id), "signature": b64encode(self.signature).decode("ascii")})


def key_id(key: Ed25519PublicKey) -> str:
    """The first 16 hexadecimal digits of the SHA-256 of the key's 32 bytes."""
    return sha256(key.public_bytes_raw()).hexdigest()[:16]


def sign(anchor: Anchor, key: Ed25519PrivateKey) -> SignedAnchor:
    identifier = key_id(key.public_key())
    return SignedAnchor(anchor, identifier, key.sign(_signed_bytes(anchor, identifier)))


def parse(line: bytes) -> SignedAnchor:
    """What a line says, the signature not looked at; raises AnchorUnusable where it is no anchor."""
    try:
        found = orjson.loads(line)
    except orjson.JSONDecodeError as error:
        raise AnchorUnusable("is no JSON, or was cut off") from error
    if not isinstance(found, dict) or set(found) != _KEYS:
        raise AnchorUnusable(f"is no anchor: it must have {', '.join(sorted(_KEYS))}, and nothing else")
    anchor = Anchor(_revision(found["revision"]), _hash(found["hash"]), _instant(found["at"]))
    return SignedAnchor(anchor, _text(found["keyId"], "keyId"), _signature(found["signature"]))


def check(signed: SignedAnchor, keys: PublicKeys) -> Anchor:
    """The anchor, once its signature holds; raises AnchorUnusable for an unknown key or another signature."""
    key = keys.get(signed.key_id)
    if key is None:
        raise AnchorUnusable(f"is signed by the key {signed.key_id}, which is none of {', '.join(sorted(keys))}")
    try:
        key.verify(signed.signature, _signed_bytes(signed.anchor, signed.key_id))
    except InvalidSignature as error:
        raise AnchorUnusable("has a signature that does not fit: it was changed or forged") from error
    return signed.anchor


def _content(anchor: Anchor, identifier: str) -> dict[str, Any]:
    return {"revision": anchor.revision, "hash": anchor.hash, "at": instant(anchor.at), "keyId": identifier}


def _signed_bytes(anchor: Anchor, identifier: str) -> bytes:
    return _PURPOSE + canonical(_content(anchor, identifier)).encode()


def _text(value: object, name: str) -> str:
    if not isinstance(value, str):
        raise AnchorUnusable(f"has no text as {name}")
    return value


def _revision(value: object) -> int:
    # A bool is an int to Python.
    if type(value) is not int or not 1 <= value <= _LARGEST:
        raise AnchorUnusable("has no revision from 1 on")
    return value


def _hash(value: object) -> str:
    found = _text(value, "hash")
    if not _HASH.fullmatch(found):
        raise AnchorUnusable("has no hash of 64 hexadecimal digits")
    return found


def _instant(value: object) -> datetime:
    text = _text(value, "at")
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise AnchorUnusable("has no instant as at") from error
    if found.tzinfo is None:
        raise AnchorUnusable("has an instant without a time zone as at")
    return found


def _signature(value: object) -> bytes:
    text = _text(value, "signature")
    try:
        return b64decode(text, validate=True)
    except ValueError as error:
        raise AnchorUnusable("has no base64 as signature") from error
