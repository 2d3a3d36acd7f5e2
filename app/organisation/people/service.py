"""Changing people."""

from sqlmodel import Session

from app.models import Person
from app.organisation.people.schemas import PersonPatch, PersonWrite
from app.register.rows import assign, find, merged, require_free_key


def create_person(session: Session, body: PersonWrite) -> str:
    """The id of the new person; raises Conflict for a taken key."""
    person = Person(**body.model_dump())
    require_free_key(session, person)
    session.add(person)
    session.flush()
    return person.id


def change_person(session: Session, person_id: str, patch: PersonPatch) -> None:
    person = find(session, Person, person_id)
    assign(person, merged(person, PersonWrite, patch).model_dump())
    require_free_key(session, person)
    session.flush()


def delete_person(session: Session, person_id: str) -> None:
    """Raises Conflict while the person holds, or ever held, a position."""
    session.delete(find(session, Person, person_id))
    session.flush()
