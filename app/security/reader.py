"""What a query may look at: one session's snapshot, the organisation that goes with it, and the caller's eyes."""

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from app.core.clock import Clock
from app.core.errors import Forbidden
from app.core.languages import Text
from app.core.lazy import lazy
from app.register.columns.snapshot import CardSnapshot
from app.register.edition import Edition, read_edition
from app.register.known import Known, find_moment
from app.register.organisation import Organisation
from app.register.outcome import Made
from app.register.register import Register
from app.security.identity import Identity
from app.security.places import places_of
from app.security.sight import Sight
from app.security.sightings import Sightings
from app.vocabulary import Permission


@dataclass(frozen=True)
class Reader:
    """Made per request. `settled` is given inside a write, where the organisation may have just changed.

    `made`: the cards that the write has come to, where they are few. `identity`: who asks; None for the operator on the
    command line. `sightings`: what is shown that others may ask about later. `peeked`: the edition that was read before
    the request was let in, for readers that may answer from memory; what they show is that edition's, or a later one's.
    """

    register: Register
    session: Session
    settled: Organisation | None = None
    identity: Identity | None = None
    sightings: Sightings = field(default_factory=Sightings)
    peeked: Edition | None = None
    made: Made | None = None
    _known: dict[date | None, Known] = field(default_factory=dict)

    @property
    def clock(self) -> Clock:
        return self.register.clock

    @property
    def edition(self) -> Edition:
        return self.now.edition

    @property
    def organisation(self) -> Organisation:
        """Today's."""
        return self.now.present

    @property
    def today(self) -> date:
        return self.organisation.today

    @property
    def now(self) -> Known:
        """The register as it is."""
        return self.known(None)

    def known(self, known_at: date | None) -> Known:
        """The register as it was known at an instant, or at the end of a day; None: as it is. The same one each time.

        Raises InvalidInput where the register had not begun, and for an instant to come.
        """
        if known_at not in self._known:
            moment = find_moment(self.session, known_at, self.clock) if known_at else None
            self._known[known_at] = Known(self.session, self.register, self.settled, moment, self.peeked)
        return self._known[known_at]

    @lazy
    def columns(self) -> CardSnapshot:
        """Today's cards in memory, as what is committed has them."""
        columns = self.register.columns
        found = columns.at_hand(self.peeked) if self.peeked is not None else None
        return found or columns.caught_up(self.session, read_edition(self.session), self.register.edition)

    @lazy
    def sight(self) -> Sight:
        """What the caller may see, by today's organisation."""
        return Sight(self.identity, self.organisation)

    def covered(self, permission: Permission, system_ids: Collection[str]) -> set[str]:
        """Those of the systems that the permission covers; one that is gone belongs to nobody's part any more."""
        part = self.sight.part(permission)
        if part.everything:
            return set(system_ids)
        places = places_of(self.session, system_ids, self.today)
        return {system_id for system_id, place in places.items() if part.has_system(*place)}

    def require(self, permission: Permission, system_id: str) -> None:
        """Raises Forbidden unless the permission covers the system."""
        if not self.covered(permission, [system_id]):
            raise Forbidden(
                Text(
                    "The system lies outside what the access covers.",
                    da="Systemet ligger uden for det, adgangen gælder for.",
                )
            )
