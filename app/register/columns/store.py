"""The newest snapshot of the cards' columns in this process, and the bodies that were read last."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from threading import RLock

from sqlmodel import Session

from app.register.columns.bodies import Bodies
from app.register.columns.handed import HandedLinks, HandedOver, merged, prolonged, way
from app.register.columns.reading import changed_since, changes_made, everything
from app.register.columns.snapshot import NONE_YET, CardSnapshot
from app.register.edition import Edition
from app.register.outcome import FEW, Made


class OtherEdition(Exception):
    """What memory says and what the database holds are of different editions: look again."""


class Columns:
    """Brought up to date by whoever reads: a reader is never shown less than the edition that it asks for."""

    def __init__(self, bodies_bytes: int) -> None:
        self.bodies = Bodies(bodies_bytes)
        self._newest = CardSnapshot()
        self._handed: HandedLinks = ()
        self._lock = RLock()
        self._is_held = False

    def at_hand(self, edition: Edition) -> CardSnapshot | None:
        """The snapshot of just this edition, where it is in memory, or comes of what was handed over. Never waits."""
        newest = self._newest
        if newest.edition == edition:
            return newest
        if not way(self._handed, newest.edition, edition) or not self._lock.acquire(blocking=False):
            return None
        try:
            return self._brought_forward(edition)
        finally:
            self._lock.release()

    def hand_over(self, since: Edition, until: Edition, made: Sequence[Made | None]) -> None:
        """What writes of this process have done between two editions; None where one did too much to say it.

        Called by one thread at a time, in the order of the editions.
        """
        known = [each for each in made if each is not None]
        link = HandedOver(since, until, known)
        self._handed = prolonged(self._handed, self._newest.edition, link) if len(known) == len(made) else ()

    def caught_up(self, session: Session, edition: Edition, current: Callable[[], Edition]) -> CardSnapshot:
        """The snapshot of the edition, which is the session's, or of a later one.

        `current` reads the edition of this moment.
        """
        found = self.at_hand(edition)
        if found is not None:
            return found
        with self.alone():
            newest = self._newest
            if newest.edition == edition:
                return newest
            # Another thread may be past the session already; only a register that went back is behind memory itself.
            if edition.revision < newest.edition.revision <= current().revision:
                return newest
            self._newest = self._next(session, edition)
            return self._newest

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Nobody else catches up meanwhile: a session that begins here reads what its snapshot says."""
        with self._lock:
            before, self._is_held = self._is_held, True
            try:
                yield
            finally:
                self._is_held = before

    def takes_long(self, edition: Edition, changed: Callable[[int, int], int]) -> bool:
        """Whether to catch up with the edition is nothing for the event loop.

        `changed`: how many cards are of a later revision than the first number; it need not count past the second.
        """
        if self.at_hand(edition) is not None:
            return False
        newest = self._newest.edition
        return newest is NONE_YET or self._is_held or changed(newest.revision, FEW) >= FEW

    def _brought_forward(self, edition: Edition) -> CardSnapshot | None:
        newest = self._newest
        links = way(self._handed, newest.edition, edition)
        if not links or newest.is_worn:
            return newest if newest.edition == edition else None
        cards, gone = merged(links)
        found = newest.later(edition, changes_made(cards, gone))
        self.bodies.keep((card.row["system_id"], card.row["revision"], card.row["body"].encode()) for card in cards)
        self._newest = found
        return found

    def _next(self, session: Session, edition: Edition) -> CardSnapshot:
        newest = self._newest
        found, pieces = CardSnapshot(), everything(session)
        if newest.edition is not NONE_YET and not newest.is_worn:
            later = changed_since(session, newest.edition)
            if later is None:
                # Restored, or lost with a primary.
                self.bodies.forget()
            elif newest.edition.revision == edition.revision:
                return replace(newest, edition=edition)
            else:
                found, pieces = newest, later
        for piece in pieces:
            found = found.later(edition, piece)
        return replace(found, edition=edition)
