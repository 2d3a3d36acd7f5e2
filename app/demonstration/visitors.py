"""Five people who use the register, each with a link that signs them in once."""

from collections.abc import Iterator
from dataclasses import dataclass

from app.access.issuing import issue_token
from app.demonstration.loading import SOURCE
from app.journal.append import Author
from app.models import Person
from app.register.register import Register
from app.register.rows import by_key
from app.security.identity import hash_secret
from app.security.web_sessions import WebSessions
from app.vocabulary import Role

#: How long a link works, in minutes.
_MINUTES = 12 * 60


@dataclass(frozen=True, slots=True)
class Visitor:
    """`person`: the key of whoever the access belongs to; None: of an office, and nobody in particular."""

    title: str
    role: Role
    person: str | None = None


#: As the pages are told to them; the first two hold the positions that the story of the demonstration is about.
VISITORS = (
    Visitor("Ejeren af KSD (teamleder)", Role.OWNER, "P050"),
    Visitor("Chefen over ejeren", Role.OWNER, "P017"),
    Visitor("GDPR-koordinatoren", Role.COORDINATOR),
    Visitor("IT-afdelingen", Role.STEWARD),
    Visitor("IT-vagten kl. 02", Role.ON_CALL),
)


def sign_in_codes(register: Register, sessions: WebSessions, author: Author) -> Iterator[tuple[Visitor, str]]:
    """A code for each of them, of an access that is made for it."""
    for visitor in VISITORS:
        with register.database.reading() as session:
            person = by_key(session, Person, SOURCE, visitor.person) if visitor.person else None
        person_id = None if person is None else person.id
        secret = issue_token(register, author, name=visitor.title, role=visitor.role, person_id=person_id)
        yield visitor, sessions.issue_code(hash_secret(secret), _MINUTES)
