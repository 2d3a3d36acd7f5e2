"""Who made a change, as the journal writes it and as people read it: a person is written by id, and read by name."""

from collections.abc import Iterable, Mapping

from sqlmodel import Session, col, select

from app.core.chunks import chunks
from app.models import Person

PERSON = "person:"
#: Before the name of a login provider's account that belongs to no person.
ACCOUNT = "oidc:"
#: The register itself, for what follows from a new day or another release.
REGISTER = "register"
COMMAND_LINE = "cli"
DEMONSTRATION = "demonstration"
#: Those that nobody signs in as, although a token may be called so.
NOBODY = frozenset({REGISTER, COMMAND_LINE, DEMONSTRATION})
#: As it is written → as it is read.
Actors = Mapping[str | None, str | None]
#: Ids in one condition.
_CHUNK = 500


def actor_of_person(person_id: str) -> str:
    """The journal keeps an entry's actor for ever, and a name has to be erasable."""
    return PERSON + person_id


def read_actors(session: Session, actors: Iterable[str | None]) -> Actors:
    """Each actor → the name to be shown: of a person the present one, which may be what erasure has left."""
    found: dict[str | None, str | None] = {actor: actor for actor in actors}
    ids = sorted(actor.removeprefix(PERSON) for actor in found if actor and actor.startswith(PERSON))
    for chunk in chunks(ids, _CHUNK):
        names = dict(session.exec(select(Person.id, Person.name).where(col(Person.id).in_(chunk))).all())
        found.update({actor_of_person(person_id): names.get(person_id, "(slettet person)") for person_id in chunk})
    return found


def read_actor(session: Session, actor: str | None) -> str | None:
    return read_actors(session, [actor])[actor]
