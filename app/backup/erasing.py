"""Erasing again those who were erased after the backup that is restored."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session

from app.journal.append import Author
from app.models import Person
from app.organisation.people.service import erase_person
from app.register.erasure_list import Erasure
from app.register.register import Register

#: Journalled, so it is in the language of those who read the journal.
REASON = "Slettet igen efter gendannelse"


def erase_again(register: Register, erasures: Sequence[Erasure], actor: str) -> int:
    """Forget everyone in the list who has a name in this register; how many that were. All in one write, or none.

    Who was deleted is erased as well: by now something may refer to them. Who had not left yet in the backup gets the
    day before the erasure as the last one, since only former colleagues are erased; with it, their positions fall
    vacant.
    """
    people = [each for each in erasures if _is_named(register, each.person_id)]
    if not people:
        return 0

    def act(session: Session) -> None:
        for each in people:
            person = session.get_one(Person, each.person_id)
            last = register.clock.day_of(min(each.at, register.clock.now())) - timedelta(days=1)
            person.leaves_on = min(person.leaves_on or last, last)
            erase_person(session, each.person_id, register.clock.today())

    register.write(Author(actor, REASON), act, lambda *_: None)
    return len(people)


def _is_named(register: Register, person_id: str) -> bool:
    with register.database.reading() as session:
        person = session.get(Person, person_id)
        return person is not None and person.erased_on is None
