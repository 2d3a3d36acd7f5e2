"""Finding rows and checking references, with the errors that clients see. Used by every service."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any, TypeVar, cast

from sqlalchemy import bindparam, inspect
from sqlalchemy.orm import InstanceState, joinedload
from sqlalchemy.orm.interfaces import ORMOption
from sqlalchemy.orm.util import identity_key
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from app.core.among import among
from app.core.errors import Conflict, InvalidInput, NotFound
from app.core.languages import Text
from app.core.partial import Patch
from app.core.schema import Schema
from app.core.text import spellings
from app.core.validation import validated
from app.models import Journaled, Keyed, Person, System
from app.register.key_queries import erased_with_key

R = TypeVar("R", bound=Journaled)
K = TypeVar("K", bound=Keyed)
W = TypeVar("W", bound=Schema)
#: What a change of a system is compared with, beside its columns.
USING = joinedload(cast("Any", System.using_units))
_SYSTEMS = select(System).where(among(System.id, "system_ids")).options(USING)
#: Statements that are kept: there are a few tables, and a few things that come along.
_KEPT = 32


def no_such(table: type[Journaled], row_id: str) -> Text:
    """That the table has no such row."""
    noun = table.declared.noun
    return Text(f"There is no {table.resource} {row_id}.", da=f"{noun.none} {noun.singular} har id'et {row_id}.")


def find(session: Session, table: type[R], row_id: str, *along: ORMOption) -> R:
    """The row, and what comes along with it, for which it is read anew unless all is at hand; raises NotFound."""
    row: R | None
    if along:
        row = session.identity_map.get(identity_key(table, row_id))
        if row is None or inspect(row).unloaded:
            with session.no_autoflush:
                row = session.exec(_with(table, along), params={"id": row_id}).unique().one_or_none()
    else:
        row = session.get(table, row_id)
    if row is None:
        raise NotFound(no_such(table, row_id))
    return row


@lru_cache(_KEPT)
def _with(table: type[R], along: Sequence[ORMOption]) -> SelectOfScalar[R]:
    """Kept: to tell that a statement is one that it has seen takes SQLAlchemy as long as to send it."""
    return select(table).where(col(table.id) == bindparam("id")).options(*along)


def systems_at_hand(session: Session, system_ids: Collection[str]) -> Sequence[System]:
    """The systems that are there, with what a change of them is compared with: `find` asks no more while they are held.

    For several; one is looked up as soon by whoever needs it.
    """
    if len(system_ids) < 2:  # noqa: PLR2004 - see above
        return ()
    with session.no_autoflush:
        return session.exec(_SYSTEMS, params={"system_ids": system_ids}).unique().all()


def require(session: Session, table: type[R], row_id: str | None, pointer: str) -> R | None:
    """The row that a body refers to, None for None; raises InvalidInput at the pointer where there is none."""
    if row_id is None:
        return None
    row = session.get(table, row_id)
    if row is None:
        raise InvalidInput.at(pointer, "unknown-reference", no_such(table, row_id))
    return row


def require_all(session: Session, table: type[R], row_ids: Iterable[str], pointer: str) -> list[R]:
    """The rows in the order of the ids, each once."""
    ids = list(dict.fromkeys(row_ids))
    found = {row.id: row for row in session.exec(select(table).where(col(table.id).in_(ids)))}
    for index, row_id in enumerate(ids):
        if row_id not in found:
            raise InvalidInput.at(f"{pointer}/{index}", "unknown-reference", no_such(table, row_id))
    return [found[row_id] for row_id in ids]


def by_key(session: Session, table: type[K], source: str, external_id: str) -> K | None:
    """The row with the caller's own key; of people also one who was erased, and whose key is kept as a digest."""
    known = (col(table.source).in_(spellings(source)), col(table.external_id).in_(spellings(external_id)))
    found = session.exec(select(table).where(*known)).first()
    if found is None and issubclass(table, Person):
        return cast("K | None", erased_with_key(session, spellings(source), external_id))
    return found


def require_free_key(session: Session, row: Keyed) -> None:
    """Raises Conflict, naming the other, where the row's own key is another's already."""
    if row.source is None or row.external_id is None or _keeps_key(row):
        return
    with session.no_autoflush:
        other = by_key(session, type(row), row.source, row.external_id)
    if other is not None and other.id != row.id:
        noun = row.declared.noun
        detail = Text(
            f"The {row.resource} {other.id} already has the key {row.external_id!r} of {row.source!r}.",
            da=f"{noun.another.capitalize()} har allerede nøglen »{row.external_id}« i kilden »{row.source}«.",
        )
        raise Conflict.at("/externalId", "duplicate-key", detail)


def _keeps_key(row: Keyed) -> bool:
    """Whether the database has the row with this key already, and so no other."""
    state: InstanceState[Keyed] = inspect(row)
    return state.persistent and not any(state.attrs[name].history.has_changes() for name in ("source", "external_id"))


def merged(current: Journaled | Schema, whole: type[W], patch: Patch) -> W:
    """The whole body that the patch makes of what stands; raises InvalidInput."""
    existing = {name: getattr(current, name) for name in whole.model_fields}
    return validated(whole, patch.merged_into(existing))


def assign(row: Journaled, values: Mapping[str, Any]) -> None:
    """Set what differs; what is equal is left alone, so that it is no change."""
    for name, value in values.items():
        if getattr(row, name) != value:
            setattr(row, name, value)
