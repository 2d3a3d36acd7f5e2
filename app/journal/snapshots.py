"""Rows as the journal writes them: camelCase keys, personal values apart, secrets as digests, nothing derived."""

from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from hashlib import sha256
from typing import Any

from pydantic.alias_generators import to_camel
from sqlalchemy import inspect
from sqlalchemy.orm import InstanceState

from app.models import Journaled

Snapshot = dict[str, Any]

# Set by the register itself on every change, so they say nothing about what was changed.
_STAMPS = {"created_at", "updated_at"}
#: The key that says when a row was made, in the entry of one that was made before it: in another register.
MADE = "createdAt"


@dataclass(frozen=True, slots=True)
class Shape:
    """How a table is written: attribute → key, for plain values, personal values, linked rows and secrets."""

    plain: dict[str, str]
    personal: dict[str, str]
    links: dict[str, str]
    secret: dict[str, str]


@cache
def shape_of(table: type[Journaled]) -> Shape:
    mapper = inspect(table)
    plain: dict[str, str] = {}
    personal: dict[str, str] = {}
    secret: dict[str, str] = {}
    for attribute in mapper.column_attrs:
        info = attribute.columns[0].info
        if attribute.key in _STAMPS or "derived" in info:
            continue
        kind = secret if info.get("secret") else personal if info.get("personal") else plain
        kind[attribute.key] = to_camel(attribute.key)
    links = {
        relation.key: to_camel(relation.key.removesuffix("s")) + "Ids"
        for relation in mapper.relationships
        if relation.secondary is not None
    }
    return Shape(plain, personal, links, secret)


def secret_digest(value: str) -> str:
    """What the journal says of a secret: enough to see that it was changed, and no use to whoever wants to know it."""
    return sha256(f"journal\n{value}".encode()).hexdigest()


def made(at: datetime) -> str:
    """The instant as the entry says it: always to the microsecond, so that texts compare as instants do."""
    return at.astimezone(UTC).isoformat(timespec="microseconds").replace("+00:00", "Z")


def load_links(row: Journaled) -> None:
    """Read the collections of linked rows, so that they are written as well."""
    for attribute in shape_of(type(row)).links:
        getattr(row, attribute)


def now(row: Journaled) -> tuple[Snapshot, Snapshot]:
    """The row as it stands: plain values and personal values."""
    shape = shape_of(type(row))
    plain = {key: getattr(row, attribute) for attribute, key in shape.plain.items()}
    plain |= {key: secret_digest(getattr(row, attribute)) for attribute, key in shape.secret.items()}
    for attribute, key in shape.links.items():
        # A collection that was never loaded was never changed: it is left out on both sides.
        if attribute in row.__dict__:
            plain[key] = sorted(linked.id for linked in getattr(row, attribute))
    return plain, {key: getattr(row, attribute) for attribute, key in shape.personal.items()}


def committed(row: Journaled) -> tuple[Snapshot, Snapshot]:
    """The row as the database has it, before the changes that are not flushed yet."""
    shape = shape_of(type(row))
    state: InstanceState[Journaled] = inspect(row)
    plain = {key: _old(state, attribute) for attribute, key in shape.plain.items()}
    plain |= {key: secret_digest(_old(state, attribute)) for attribute, key in shape.secret.items()}
    for attribute, key in shape.links.items():
        if attribute in row.__dict__:
            history = state.attrs[attribute].history
            plain[key] = sorted(linked.id for linked in (*(history.unchanged or ()), *(history.deleted or ())))
    return plain, {key: _old(state, attribute) for attribute, key in shape.personal.items()}


def _old(state: InstanceState[Journaled], attribute: str) -> Any:  # noqa: ANN401 - a column's value
    history = state.attrs[attribute].history
    if history.deleted:
        return history.deleted[0]
    return state.dict.get(attribute)
