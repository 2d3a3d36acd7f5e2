"""The register's own row: what it says of the journal, of the day and of the release, as far as they can be known."""

from collections.abc import Iterator
from datetime import timedelta

from sqlmodel import Session, col, func, or_, select

from app.core.clock import Clock
from app.journal.past import newest_of
from app.models import JournalEntry, Person, RegisterState
from app.register.audit.difference import Difference
from app.register.audit.versions import first_protected
from app.register.meaning import MEANING
from app.register.touched import ORGANISATION

#: Clocks differ: another machine's day may have begun.
_APART = timedelta(days=1)
_IN_ENTRY = '"erasedOn":"'


def differing_state(session: Session, clock: Clock) -> Iterator[Difference]:
    """The chain must hold up to the head that the row names."""
    state = session.get_one(RegisterState, 1)
    problems = {
        "evaluated_on": state.evaluated_on is not None and state.evaluated_on > clock.today() + _APART,
        "meaning": state.meaning > MEANING,
        "written_at": not _is_newest_instant(session, state),
        "organisation_revision": not _is_of_organisation(session, state),
        "erasures": not 0 <= state.erasures <= _erasures(session),
    }
    said = {
        "evaluated_on": "the day has not come, and none before it would be evaluated",
        "meaning": "no release of the register that is as old as this one has evaluated it",
        "written_at": "the journal says otherwise",
        "organisation_revision": "the journal says otherwise",
        "erasures": "the journal has fewer",
    }
    for column, differs in problems.items():
        if differs:
            yield Difference(str(RegisterState.__tablename__), None, f"{column}: {said[column]}")


def _is_newest_instant(session: Session, state: RegisterState) -> bool:
    """Registers of the first releases have none until something is written."""
    if state.written_at is None:
        return first_protected(session) is None
    return state.written_at == _instant_of(session, state.revision)


def _is_of_organisation(session: Session, state: RegisterState) -> bool:
    """It is the last revision of the write that changed the organisation last: its entries have one instant."""
    newest = newest_of(session, ORGANISATION, state.revision)
    if not newest <= state.organisation_revision <= state.revision:
        return False
    return _instant_of(session, newest) == _instant_of(session, state.organisation_revision)


def _instant_of(session: Session, revision: int) -> object:
    return session.exec(select(JournalEntry.at).where(JournalEntry.revision == revision)).first()


def _erasures(session: Session) -> int:
    """The most that there can have been; the first releases did not count them."""
    after = col(JournalEntry.after)
    statement = select(func.count()).where(
        JournalEntry.resource == Person.resource, or_(after.is_(None), after.contains(_IN_ENTRY))
    )
    return session.exec(statement).one()
