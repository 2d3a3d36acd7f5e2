"""What is left of a person who was erased: no contacts, and the name that the erasure gave."""

from sqlalchemy import or_
from sqlmodel import Session, col, select

from app.core.canonical import canonical
from app.models import JournalEntry, Person, Position, Tenure
from app.register.erasure import ERASED_WHO_HELD, ERASED_WHO_HELD_NOTHING


def remains_of_erased(session: Session, person: Person, *, came_so: bool) -> str | None:
    """The column that says more than is left, if one does.

    `came_so`: the person moved in from another register, where the position's title may have been another.
    """
    for name in ("email", "phone"):
        if getattr(person, name) is not None:
            return name
    return None if _is_given(session, person, came_so=came_so) else "name"


def _is_given(session: Session, person: Person, *, came_so: bool) -> bool:
    if person.name == ERASED_WHO_HELD_NOTHING:
        return True
    given, _, title = person.name.partition(ERASED_WHO_HELD)
    return given == "" and title != "" and (came_so or _was_a_title(session, person.id, title))


def _was_a_title(session: Session, person_id: str, title: str) -> bool:
    """Whether a position was called so, at any time: of theirs, or of those that they have held no more."""
    entry = JournalEntry
    said = canonical({"title": title})[1:-1]
    called = (
        select(entry.revision)
        .where(
            entry.resource == Position.resource,
            or_(*(col(side).contains(said, autoescape=True) for side in (entry.after, entry.before))),
        )
        .limit(1)
    )
    theirs = col(entry.resource_id).in_(select(Tenure.position_id).where(Tenure.person_id == person_id))
    return any(session.exec(statement).first() is not None for statement in (called.where(theirs), called))
