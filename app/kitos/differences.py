"""What KITOS and the register say differently: listed, and decided on one by one."""

from datetime import datetime
from typing import Any, Literal

import orjson
from sqlmodel import Session

from app.core.errors import Conflict, NotFound
from app.core.identifiers import Identifier
from app.core.languages import Text
from app.core.schema import Schema
from app.imports.choices import ImportKind
from app.imports.keyed import ID
from app.journal.append import Author
from app.kitos import queries
from app.kitos.fields import FOLLOWED, REFERS, SOURCE
from app.kitos.ledger import Ledger
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
    before: Any
    """What KITOS said when both said the same."""
    outside: Any
    here: Any
    noted_at: datetime


def list_differences(register: Register) -> list[KitosDifference]:
    """Those that nobody has decided on, the oldest first."""
    with register.database.reading() as session:
        return [_view(each) for each in queries.open_differences(session)]


def resolve(register: Register, author: Author, difference_id: str, take: WhoseWord) -> None:
    """Let the register stand, or take over what KITOS says. Raises NotFound, and Conflict for what is no field."""

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
            _take_over(register, session, author, found, Ledger(session, now))
        found.settled, found.settled_at = take, now

    register.write(author, act, lambda _session, made, _settled: made)


def _take_over(
    register: Register, session: Session, author: Author, difference: OutsideDifference, ledger: Ledger
) -> None:
    kind = ImportKind(difference.kind)
    register_id = ledger.ids[kind].get(difference.external_id)
    if difference.field not in FOLLOWED.get(kind, ()) or register_id is None:
        raise Conflict(
            Text(
                "This one is no field that can be taken over: do it in the register, then resolve it with `register`.",
                da="Det er ikke et felt, der kan tages over. Ret det i registret, og afslut derefter med `register`.",
            )
        )
    value = orjson.loads(difference.outside)
    if difference.field in REFERS:
        ids = ledger.ids[REFERS[difference.field]]
        value = [ids[each] for each in value if each in ids] if isinstance(value, list) else ids.get(value or "")
    Writer(register, session, author, partial=False).write(kind, [{ID: register_id, difference.field: value}])


def _view(row: OutsideDifference) -> KitosDifference:
    return KitosDifference(
        id=row.id,
        kind=ImportKind(row.kind),
        external_id=row.external_id,
        field=row.field,
        reason=row.reason,
        detail=row.detail,
        before=orjson.loads(row.before),
        outside=orjson.loads(row.outside),
        here=orjson.loads(row.here),
        noted_at=row.noted_at,
    )
