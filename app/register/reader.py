"""What a query may look at: one session's snapshot, and the organisation that goes with it."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property

from sqlmodel import Session

from app.register.organisation import Organisation
from app.register.past import Moment, find_moment
from app.register.register import Register
from app.register.standing import Standing, read_standing


@dataclass(frozen=True)
class Reader:
    """Made per request. `settled` is given inside a write, where the organisation may have just changed."""

    register: Register
    session: Session
    settled: Organisation | None = None

    @cached_property
    def standing(self) -> Standing:
        return read_standing(self.session)

    @cached_property
    def organisation(self) -> Organisation:
        return self.settled or self.register.organisation(self.session, self.standing)

    @property
    def today(self) -> date:
        return self.organisation.today

    def day_of(self, at: datetime) -> date:
        """The municipality's date at the instant."""
        return self.register.clock.day_of(at)

    def organisation_on(self, day: date) -> Organisation:
        """The organisation on another day, as it is known now."""
        if day == self.today:
            return self.organisation
        return self.register.organisations.on(self.session, self.standing.organisation_revision, day)

    def moment(self, known_at: datetime) -> Moment:
        """Raises InvalidInput where the register had not begun, and for an instant to come."""
        return find_moment(self.session, known_at, self.register.clock.now())

    def organisation_then(self, moment: Moment, day: date) -> Organisation:
        """The organisation on a day as the register knew it at the moment."""
        return self.register.organisations.then(self.session, moment.revision, self.standing.erasures, day)
