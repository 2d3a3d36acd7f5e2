"""What a query may look at: one session's snapshot, and the organisation that goes with it."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from sqlmodel import Session

from app.register.organisation import Organisation
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
