"""What KITOS and the register say differently: listed, and decided on one by one."""

from datetime import datetime
from typing import Any, Literal

import orjson
from sqlmodel import Session

from app.core.errors import NotFound
from app.core.identifiers import Identifier
from app.core.languages import Text
from app.core.schema import Schema
from app.imports.choices import ImportKind
from app.journal.append import Author
from app.kitos import queries
from app.kitos.difference_words import DifferenceWords
from app.kitos.fields import SOURCE
from app.kitos.ledger import Ledger
from app.kitos.taking_over import take_over
from app.kitos.writing import Writer
from app.models import OutsideDifference
from app.register.register import Register

WhoseWord = Literal["outside", "register"]


class KitosDifference(Schema):
    """`field` is empty where it is about the whole thing: gone there, deleted here, or refused."""

    id: Identifier
    kind: ImportKind
    external_id: str
    field: str
    reason: str
    detail: str | None
    name: str
    """What it is about, in quotes; of a duty, the system."""
    header: str
    """The field, or the duty, in Danish."""
    outside_words: str
    here_words: str
    """Both sides with names and labels."""
    before: Any
    """What KITOS said when both said the same."""
    outside: Any
    here: Any
    noted_at: datetime


def list_differences(register: Register) -> list[KitosDifference]:
    """Those that nobody has decided on, the oldest first."""
    with register.database.reading() as session:
        words = DifferenceWords(Ledger(session, register.clock.now()), register.clock.today())
        return [_view(each, words) for each in queries.open_differences(session)]


def resolve(register: Register, author: Author, difference_id: str, take: WhoseWord) -> None:
    """Let the register stand, or take over what KITOS says.

    Raises NotFound, and Conflict where taking over would delete something or is refused.
    """

    def act(session: Session) -> None:
        found = session.get(OutsideDifference, difference_id)
        if found is None or found.source != SOURCE or found.settled is not None:
            raise NotFound(
                Text(
                    f"There is no open difference {difference_id}.", da=f"Ingen åben forskel har id'et {difference_id}."
                )
            )
        now = register.clock.now()
        if take == "outside":
            take_over(Writer(register, session, author, partial=False), Ledger(session, now), found)
        found.settled, found.settled_at = take, now

    register.write(author, act, lambda _session, made, _settled: made)


def _view(row: OutsideDifference, words: DifferenceWords) -> KitosDifference:
    outside, here = orjson.loads(row.outside), orjson.loads(row.here)
    return KitosDifference(
        id=row.id,
        kind=ImportKind(row.kind),
        external_id=row.external_id,
        field=row.field,
        reason=row.reason,
        detail=row.detail,
        name=words.subject(row),
        header=words.field(row),
        outside_words=words.outside(row, outside),
        here_words=words.here(row, here),
        before=orjson.loads(row.before),
        outside=outside,
        here=here,
        noted_at=row.noted_at,
    )
