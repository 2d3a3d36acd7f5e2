"""What a query may look at: one session's snapshot, and the organisation that goes with it."""

from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from app.core.clock import Clock
from app.register.edition import Edition
from app.register.known import Known, find_moment
from app.register.organisation import Organisation
from app.register.register import Register


@dataclass(frozen=True)
class Reader:
    """Made per request. `settled` is given inside a write, where the organisation may have just changed."""

    register: Register
    session: Session
    settled: Organisation | None = None
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
            self._known[known_at] = Known(self.session, self.register, self.settled, moment)
        return self._known[known_at]
