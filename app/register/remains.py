"""Where a person's name or contact details stand in free text, which erasing the person does not reach."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

import orjson
from sqlalchemy import ColumnElement, String, false, or_
from sqlmodel import Session, col, select

from app.core.canonical import dump
from app.core.spellings import in_cases, pattern_of, spellings
from app.journal.snapshots import shape_of
from app.models import RESOURCES, Journaled, JournalEntry, JournalPersonalValue, Person
from app.register.key_queries import entries_with_keys, naming_keys

#: Places that an answer names at most.
LIMIT = 500


@dataclass(frozen=True, slots=True)
class NamedPlace:
    """A place: a key of a resource as it stands, or, with a revision, what an entry of the journal says for good."""

    resource: str
    resource_id: str
    key: str
    revision: int | None = None


def known_texts(session: Session, person_id: str) -> set[str]:
    """Every name, mail address and phone number that the person has had, as far as they are not erased.

    With them the keys of other systems that hold one of them.
    """
    entries = select(JournalEntry.revision).where(
        JournalEntry.resource == Person.resource, JournalEntry.resource_id == person_id
    )
    values = session.exec(
        select(JournalPersonalValue.personal_values).where(col(JournalPersonalValue.revision).in_(entries))
    )
    texts = {text for sides in values for side in sides.values() for text in side.values() if text}
    return texts | naming_keys(session, person_id, texts) if texts else texts


def own_remains(session: Session, person_id: str, keys: Collection[str]) -> list[NamedPlace]:
    """The journal's entries of the person that hold one of the keys: the chain's hashes cover it, so it stays."""
    found = entries_with_keys(session, person_id, keys)
    return [NamedPlace(Person.resource, person_id, "externalId", revision) for revision in found]


def remains_of(session: Session, person_id: str, texts: set[str]) -> list[NamedPlace]:
    """Where the texts stand beside the person's own row: what people can correct first, then the journal's entries."""
    pattern = pattern_of(texts)
    if pattern is None:
        return []
    places = [*_in_rows(session, texts, person_id), *_in_entries(session, texts, person_id)]
    return list(islice((place for place, said in places if pattern.search(said)), LIMIT))


def _in_rows(session: Session, texts: set[str], person_id: str) -> Iterator[tuple[NamedPlace, str]]:
    for table in RESOURCES.values():
        for attribute, key in _free_text(table).items():
            column = getattr(table, attribute)
            for row_id, said in session.execute(
                select(table.id, column).where(mentions([column], texts)).order_by(table.id).limit(LIMIT)
            ):
                if (table, row_id) != (Person, person_id):
                    yield NamedPlace(table.resource, row_id, key), str(said)


def _in_entries(session: Session, texts: set[str], person_id: str) -> Iterator[tuple[NamedPlace, str]]:
    entry = JournalEntry
    columns = [entry.actor, entry.reason, entry.before, entry.after]
    statement = select(entry).where(mentions(columns, texts)).order_by(col(entry.revision)).limit(LIMIT)
    for found in session.exec(statement):
        said: dict[str, Any] = {"actor": found.actor, "reason": found.reason}
        for side in (found.before, found.after):
            said |= {key: value for key, value in orjson.loads(side or "{}").items() if isinstance(value, str | list)}
        for key, value in said.items():
            if value and not (found.resource == Person.resource and found.resource_id == person_id):
                yield NamedPlace(found.resource, found.resource_id, key, found.revision), _plain(value)
        session.expunge(found)


def _plain(value: str | Sequence[Any]) -> str:
    return value if isinstance(value, str) else "\n".join(map(str, value))


def _free_text(table: type[Journaled]) -> dict[str, str]:
    """Attribute → key, of the columns in which people write what they like."""
    columns: Any = table.__table__.c  # type: ignore[attr-defined]
    return {
        attribute: key
        for attribute, key in shape_of(table).plain.items()
        if _is_text(columns[attribute].type) and not columns[attribute].foreign_keys and attribute != "id"
    }


def _is_text(kind: Any) -> bool:  # noqa: ANN401 - a column's type, or what decorates it
    return isinstance(getattr(kind, "impl_instance", kind), String)


def mentions(columns: Iterable[Any], texts: Iterable[str]) -> ColumnElement[bool]:
    """A first choice: the rows that may hold one of the texts, in any spelling, written as JSON writes it.

    None for texts that are all too short to be looked for.
    """
    wanted = {
        dump(cased).decode()[1:-1] for text in texts for spelled in spellings(text) for cased in in_cases(spelled)
    }
    held = (col(column).icontains(each, autoescape=True) for column in columns for each in sorted(wanted))
    return or_(false(), *held)
