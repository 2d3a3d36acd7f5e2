"""Writing anchors: now, and whenever the head has moved while a process serves."""

import logging
from threading import Event

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from sqlalchemy.exc import DBAPIError
from sqlmodel import Session

from app.anchors.anchor import Anchor, SignedAnchor, sign
from app.anchors.destinations import Destination, open_destination
from app.anchors.keys import KeyUnusable, load_private
from app.anchors.queries import hashes
from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import Database
from app.journal.queries import head

log = logging.getLogger(__name__)


def signing_key(settings: Settings) -> Ed25519PrivateKey:
    """The key that ANCHOR_KEY_FILE names; raises KeyUnusable."""
    if settings.anchor_key_file is None:
        raise KeyUnusable("Anchors are signed: make a key with anchor-key PATH, and set ANCHOR_KEY_FILE=PATH.")
    return load_private(settings.anchor_key_file)


def destination_of(settings: Settings) -> Destination:
    """Where anchors go; raises DestinationUnusable where ANCHOR_TO names no such place."""
    return open_destination(settings.anchor_to or "", keep_days=settings.anchor_keep_days)


def anchor_of_head(session: Session, clock: Clock, key: Ed25519PrivateKey) -> SignedAnchor | None:
    """The head as it is now, signed; None while the journal is empty."""
    revision, found = head(session)
    return sign(Anchor(revision, found, clock.now()), key) if revision else None


class Keeper:
    """Writes an anchor when the head is not the one of the last anchor that this keeper wrote.

    Each process of several has its own, and they may write the same head twice: anchors of one entry with one hash
    say the same. What fails is tried again at the next turn, with the head as it is then.
    """

    def __init__(self, database: Database, clock: Clock, key: Ed25519PrivateKey, destination: Destination) -> None:
        self._database, self._clock, self._key, self._destination = database, clock, key, destination
        self._last: Anchor | None = None
        self._seen: tuple[int, str] | None = None
        self._failing = False

    def turn(self) -> None:
        """Write an anchor where one is due. Raises nothing: a streak of failures is logged once, and its end."""
        try:
            self._write_if_moved()
        except Exception as error:
            if not self._failing:
                passing = isinstance(error, OSError | DBAPIError)
                log.warning("anchors are not written, and will be tried again: %s", error, exc_info=not passing)
            self._failing = True
            return
        if self._failing:
            log.warning("anchors are written again")
        self._failing = False

    def run(self, stop: Event, every: float) -> None:
        """Turn at once, then every so many seconds, and once more at the end, for what came last."""
        self.turn()
        while not stop.wait(every):
            self.turn()
        self.turn()

    def _write_if_moved(self) -> None:
        with self._database.reading() as session:
            signed = anchor_of_head(session, self._clock, self._key)
            found = None if signed is None else (signed.anchor.revision, signed.anchor.hash)
            if found == self._seen and not self._failing:
                return
            if found != self._seen:
                self._seen = found
                self._compare(session)
        if signed is not None:
            self._destination.write(signed)
            self._last = signed.anchor

    def _compare(self, session: Session) -> None:
        """Say so where the entry of the last anchor is gone or another: the register itself never does that."""
        last = self._last
        if last is not None and hashes(session, [last.revision]).get(last.revision) != last.hash:
            log.error(
                "entry %d of the journal is not the one that was anchored: it, or one before it, was rewritten or "
                "removed. Keep the database as it is, and run: verify --anchors FILE",
                last.revision,
            )
