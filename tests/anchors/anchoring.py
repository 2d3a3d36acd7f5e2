"""Keys, anchors and files of anchors for tests."""

from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from app.anchors.anchor import Anchor, SignedAnchor, key_id, sign
from app.anchors.checking import AnchorFault, first_difference
from app.anchors.keeper import anchor_of_head
from tests.support.api import MONDAY, Api

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
ANOTHER_KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(1, 33)))
KEYS = {key_id(KEY.public_key()): KEY.public_key()}


class KeptInMemory:
    """A destination that can be made to fail, and to come back."""

    def __init__(self) -> None:
        self.kept: list[SignedAnchor] = []
        self.error: Exception | None = None

    def write(self, signed: SignedAnchor) -> None:
        if self.error is not None:
            raise self.error
        self.kept.append(signed)


def signed(revision: int, found: str, key: Ed25519PrivateKey = KEY) -> SignedAnchor:
    return sign(Anchor(revision, found, MONDAY + timedelta(minutes=revision)), key)


def head_of(api: Api) -> SignedAnchor:
    with api.register.database.reading() as session:
        made = anchor_of_head(session, api.register.clock, KEY)
    assert made is not None
    return made


def fault_of(api: Api, file: Path) -> AnchorFault | None:
    with api.register.database.reading() as session:
        return first_difference(session, file, KEYS)


def write_lines(file: Path, lines: Iterable[SignedAnchor | str]) -> Path:
    file.write_text("".join(f"{line if isinstance(line, str) else line.line()}\n" for line in lines))
    return file
