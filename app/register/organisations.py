"""The organisations of other days than today, and of earlier knowledge: the few that were asked for last."""

from datetime import date

from sqlmodel import Session

from app.core.recent import Recent
from app.journal.past import newest_of
from app.register.loading import load_organisation, load_past_organisation
from app.register.organisation import Organisation
from app.register.touched import ORGANISATION

_KEPT = 8
_Key = tuple[str, int, date]


class Organisations:
    """Each is some hundred kilobytes for a municipality, and takes some milliseconds to read."""

    def __init__(self) -> None:
        self._kept: Recent[_Key, Organisation] = Recent(_KEPT)

    def on(self, session: Session, organisation_revision: int, day: date) -> Organisation:
        """As it is known now, on a day."""
        return self._kept.of(("now", organisation_revision, day), lambda: load_organisation(session, day))

    def then(self, session: Session, revision: int, erasures: int, day: date) -> Organisation:
        """As it was known at a revision, on a day. Between two changes of the organisation it is the same one.

        An erasure takes names out of the past as well.
        """
        changed = newest_of(session, ORGANISATION, revision)
        return self._kept.of((f"then {erasures}", changed, day), lambda: load_past_organisation(session, changed, day))
