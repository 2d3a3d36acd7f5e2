"""Changing people."""

from datetime import date

from sqlmodel import Session

from app.core.erased_keys import names_someone
from app.core.errors import Conflict
from app.core.languages import Text, danish_date
from app.models import Person
from app.organisation.people.queries import last_begun, last_position
from app.organisation.people.schemas import PersonPatch, PersonWrite
from app.register.erasure import ERASED_WHO_HELD, ERASED_WHO_HELD_NOTHING
from app.register.key_queries import key_to_keep
from app.register.remains import known_texts
from app.register.rows import assign, find, merged, require_free_key


def create_person(session: Session, body: PersonWrite) -> str:
    """The id of the new person; raises Conflict for a taken key."""
    person = Person(**body.model_dump())
    require_free_key(session, person)
    session.add(person)
    session.flush()
    return person.id


def change_person(session: Session, person_id: str, patch: PersonPatch, today: date) -> None:
    """Raises Conflict for a taken key, and for a departure before what the person holds began."""
    person = find(session, Person, person_id)
    left = person.leaves_on
    assign(person, merged(person, PersonWrite, patch).model_dump())
    require_free_key(session, person)
    if person.leaves_on is not None and person.leaves_on != left:
        refuse_to_leave_before_beginning(session, person, person.leaves_on, today, "/leavesOn")
    session.flush()


def refuse_to_leave_before_beginning(session: Session, person: Person, last: date, today: date, pointer: str) -> None:
    """Raises Conflict where the last day lies before a day on which the person began: that they held it would be lost.

    What begins today or later may well come to nothing.
    """
    begun, title = last_begun(session, [person.id], today).get(person.id, (last, ""))
    if begun > last:
        raise Conflict.at(pointer, "left-before-beginning", left_before_beginning(begun, title))


def left_before_beginning(begun: date, title: str) -> Text:
    """What a report says of it as well."""
    return Text(
        f"The person has held the position {title!r} from {begun} on, and cannot have left before. Correct the day, or "
        "the tenure first.",
        da=f"Personen har haft stillingen »{title}« fra den {danish_date(begun)} og kan ikke være fratrådt før. "
        "Ret dagen, eller ret besættelsen først.",
    )


def delete_person(session: Session, person_id: str) -> None:
    """Raises Conflict while the person holds, or ever held, a position."""
    session.delete(find(session, Person, person_id))
    session.flush()


def erase_person(session: Session, person_id: str, today: date) -> None:
    """Forget who a former colleague was: the name gives way to that of the last position, mail and phone go.

    A key of another system that names the person gives way to a digest, by which the same key still finds the row.
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
            "name": f"{ERASED_WHO_HELD}{position.title}" if position else ERASED_WHO_HELD_NOTHING,
            "email": None,
            "phone": None,
            "external_id": _key_of_erased(session, person),
            "erased_on": person.erased_on or today,
        },
    )
    session.flush()


def _key_of_erased(session: Session, person: Person) -> str | None:
    """Who was erased before has lost the texts that would tell."""
    key = person.external_id
    if key is None or person.erased_on is not None or not names_someone(key, known_texts(session, person.id)):
        return key
    return key_to_keep(session, person)
