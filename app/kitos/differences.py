"""What KITOS and the register say differently: listed, and decided on one by one."""

from collections.abc import Sequence

import orjson
from sqlmodel import Session

from app.core.errors import Conflict, NotFound
from app.core.languages import Text
from app.http.lists import Page
from app.http.representation import encode
from app.imports.choices import ImportKind
from app.journal.append import Author
from app.kitos import queries
from app.kitos.difference_words import DifferenceWords
from app.kitos.fields import SOURCE
from app.kitos.ledger import Ledger
from app.kitos.schemas import KitosDifference, KitosDifferenceList, WhoseWord
from app.kitos.taking_over import take_over
from app.kitos.writing import Writer
from app.models import OutsideDifference, Person
from app.register.register import Register
from app.security.reader import Reader
from app.security.sightings import ReadKind

#: Fields of people that only some may see.
_CONTACTS = {"email", "phone"}


def list_differences(register: Register) -> list[KitosDifference]:
    """Those that nobody has decided on, the oldest first."""
    with register.database.reading() as session:
        found = queries.open_differences(session)
        words = DifferenceWords(session, found, register.clock.today())
        return [_view(each, words) for each in found]


def page(reader: Reader, query: KitosDifferenceList) -> tuple[Page, Sequence[bytes]]:
    """The same, a page of them; whose contact details are shown is noted."""
    found = queries.open_page(reader.session, query)
    rows = [row[0] for row in found.rows]
    words = DifferenceWords(reader.session, rows, reader.today)
    for each in rows:
        if each.kind == ImportKind.PEOPLE and each.field in _CONTACTS:
            person = words.row_id(ImportKind.PEOPLE, each.external_id)
            reader.sightings.add(ReadKind.CONTACTS, (Person.resource, person or each.external_id))
    return found, [encode(_view(each, words)) for each in rows]


def resolve(register: Register, author: Author, difference_id: str, take: WhoseWord) -> None:
    """`settle`, in a transaction of its own."""
    register.write(
        author,
        lambda session: settle(register, session, author, difference_id, take),
        lambda _session, made, _settled: made,
    )


def settle(register: Register, session: Session, author: Author, difference_id: str, take: WhoseWord) -> None:
    """Let the register stand, or take over what KITOS says.

    Raises NotFound, and Conflict where it is decided already, or taking over would delete something or is refused.
    """
    found = session.get(OutsideDifference, difference_id)
    if found is None or found.source != SOURCE:
        raise NotFound(Text(f"There is no difference {difference_id}.", da=f"Ingen forskel har id'et {difference_id}."))
    if found.settled is not None:
        raise Conflict(
            Text("Somebody has decided on it, or the two agree by now.", da="Forskellen er afgjort i mellemtiden.")
        )
    now = register.clock.now()
    if take == "outside":
        take_over(Writer(register, session, author, partial=False), Ledger(session, now), found)
    found.settled, found.settled_at = take, now


def _view(row: OutsideDifference, words: DifferenceWords) -> KitosDifference:
    return KitosDifference(
        id=row.id,
        kind=ImportKind(row.kind),
        external_id=row.external_id,
        field=row.field,
        reason=row.reason,
        detail=row.detail,
        name=words.subject(row),
        header=words.field(row),
        outside_words=words.outside(row),
        here_words=words.here(row),
        before=orjson.loads(row.before),
        outside=orjson.loads(row.outside),
        here=orjson.loads(row.here),
        noted_at=row.noted_at,
    )
