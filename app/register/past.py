"""What the register knew at an earlier instant."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from app.core.errors import InvalidInput
from app.journal.past import first_instant, revision_at

#: Clocks of clients may be this much ahead.
_SKEW = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant, and the newest revision that was written by then."""

    at: datetime
    revision: int


def find_moment(session: Session, known_at: datetime, now: datetime) -> Moment:
    """Raises InvalidInput for an instant before the journal begins, and for one that is still to come."""
    if known_at > now + _SKEW:
        raise InvalidInput.at("?knownAt", "in-the-future", "What the register will know then is not known yet.")
    began = first_instant(session)
    if began is None or known_at < began:
        since = f"begins at {began.isoformat().replace('+00:00', 'Z')}" if began else "is empty"
        raise InvalidInput.at("?knownAt", "before-the-register", f"The register {since}; it knew nothing before.")
    return Moment(known_at, revision_at(session, known_at))
