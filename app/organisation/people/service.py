"""Changing people."""

from datetime import date

from sqlmodel import Session

from app.core.errors import Conflict
from app.core.languages import Text
from app.models import Person
from app.organisation.people.queries import last_position
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


def erase_person(session: Session, person_id: str, today: date) -> None:
    """Forget who a former colleague was: the name gives way to that of the last position, mail and phone go.

    Raises Conflict for someone who still works here, or may. The register forgets earlier names and cards as well.
    """
    person = find(session, Person, person_id)
    if person.leaves_on is None or person.leaves_on >= today:
        detail = Text(
            "Only someone who has left is erased: record the departure first.",
            da="Kun en person, der er fratrådt, kan slettes. Registrér fratrædelsen først.",
        )
        raise Conflict.at("/leavesOn", "not-former", detail)
    position = last_position(session, person_id)
    assign(
        person,
        {
            "name": f"Tidligere {position.title}" if position else "Tidligere medarbejder",
            "email": None,
            "phone": None,
            "erased_on": person.erased_on or today,
        },
    )
    session.flush()
