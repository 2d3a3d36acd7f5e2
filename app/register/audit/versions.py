"""What was known when: the versions that each write worked out, against the digest that its entry carries."""

from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import groupby
from typing import Any

import orjson
from sqlalchemy import Table, exists
from sqlmodel import Session, SQLModel, col, select

from app.models import Card, CardVersion, Finding, FindingVersion, JournalEntry, System
from app.register.audit.difference import Difference
from app.register.audit.merging import merged
from app.register.derived import VERSIONS, Derived

_CHUNK = 500
#: What stands, the versions of it, and the key.
_STANDING: tuple[tuple[Any, Any, str], ...] = ((Card, CardVersion, "system_id"), (Finding, FindingVersion, "id"))


def first_protected(session: Session) -> int | None:
    """The first entry that carries a digest; before it the past is protected by the chain alone."""
    digest = col(JournalEntry.derived_digest)
    statement = select(JournalEntry.revision).where(digest.is_not(None)).order_by(col(JournalEntry.revision)).limit(1)
    return session.exec(statement).first()


def differing_versions(session: Session) -> Iterator[Difference]:
    """Entry by entry, from the first that carries a digest."""
    begins = first_protected(session)
    if begins is None:
        return
    entry = JournalEntry
    statement = (
        select(entry.revision, entry.derived_digest)
        .where(entry.revision >= begins)
        .order_by(col(entry.revision))
        .execution_options(yield_per=_CHUNK)
    )
    with ExitStack() as opened:
        streams = [opened.enter_context(_stream(session, table, begins)) for table in VERSIONS]
        entries: Any = opened.enter_context(session.exec(statement))
        for revision, said in entries:
            wanted = orjson.loads(said or "{}")
            for stream in streams:
                early, digest = stream.take(revision)
                if early is not None:
                    yield Difference(stream.name, None, "the register never wrote these versions", early)
                if digest != wanted.get(stream.name):
                    problem = f"the versions of entry {revision} were changed or removed"
                    yield Difference(stream.name, None, problem, revision)
        for stream in streams:
            if stream.row is not None:
                problem = "the register never wrote these versions"
                yield Difference(stream.name, None, problem, stream.row["revision"])


class _Stream:
    """The versions of one table in the order in which they were written."""

    def __init__(self, table: type[SQLModel], rows: Iterator[Any]) -> None:
        self._table, self._rows = table, rows
        self.name = str(table.__tablename__)
        self.row: Any = next(rows, None)

    def take(self, revision: int) -> tuple[int | None, str | None]:
        """The revision of a row before it that has no entry, if there is one; and the digest of the revision's rows."""
        early, derived = None, Derived()
        while self.row is not None and self.row["revision"] <= revision:
            if self.row["revision"] < revision:
                early = early or self.row["revision"]
            else:
                derived.add(self._table, self.row)
            self.row = next(self._rows, None)
        return early, derived.by_table().get(self.name)


@contextmanager
def _stream(session: Session, table: type[SQLModel], begins: int) -> Iterator[_Stream]:
    rows: Any = table.__table__  # type: ignore[attr-defined]
    statement = rows.select().where(rows.c.revision >= begins).order_by(rows.c.revision)
    with session.execute(statement.execution_options(yield_per=_CHUNK)) as found:
        yield _Stream(table, iter(found.mappings()))


def differing_standing(session: Session) -> Iterator[Difference]:
    """What stands must be the newest version of it, and a version ends where the next begins."""
    for table, versions, key in _STANDING:
        yield from _differing_standing(session, table, versions, key)
        yield from _ended_without_cause(session, table.__table__, versions.__table__, key)


@dataclass(slots=True)
class _Versions:
    """Those of one key: the revision of the first, the newest, and whether one ends where the next does not begin."""

    first: int
    newest: Any
    broken: bool = False


def _differing_standing(session: Session, table: Any, versions: Any, key: str) -> Iterator[Difference]:  # noqa: ANN401 - two tables
    shared = [name for name in versions.model_fields if name in table.model_fields and name != "revision"]
    with (
        session.execute(_ordered(table, key)) as rows,
        session.execute(_ordered(versions, key, "revision")) as written,
    ):
        standing = ((row[key], row) for row in rows.mappings())
        for row_id, row, told in merged(standing, _by_key(written.mappings(), key)):
            yield from _compared(table, versions, shared, row_id, row, told)


def _compared(
    table: Any,  # noqa: ANN401 - two tables
    versions: Any,  # noqa: ANN401 - see above
    shared: list[str],
    row_id: str,
    row: Any,  # noqa: ANN401 - a row of the first
    told: _Versions | None,
) -> Iterator[Difference]:
    name, past = table.__tablename__, versions.__tablename__
    if told is None:
        yield Difference(name, row_id, "it has no version")
        return
    if told.broken:
        yield Difference(past, row_id, "a version ends where none begins")
    if row is None:
        if told.newest["known_until"] is None:
            yield Difference(name, row_id, "the row is missing")
    elif any(row[key] != told.newest[key] for key in shared):
        yield Difference(name, row_id, "it is not its newest version")
    elif told.newest["known_until"] is not None:
        yield Difference(past, row_id, "the version stands, and has an end")
    elif table is Finding and (row["opened_revision"], row["closed_revision"]) != _opened_and_closed(told):
        yield Difference(name, row_id, "it was opened or closed at another revision", told.newest["revision"])


def _opened_and_closed(told: _Versions) -> tuple[int, int | None]:
    """A finding is opened with its first version, and closed with its last."""
    return told.first, None if told.newest["closed_at"] is None else told.newest["revision"]


def _ended_without_cause(session: Session, table: Table, versions: Table, key: str) -> Iterator[Difference]:
    """The last version of what stands no more is known until its system was deleted."""
    later, gone = versions.alias(), JournalEntry
    statement = (
        select(versions.c[key], versions.c.revision)
        .outerjoin(table, table.c[key] == versions.c[key])
        .where(
            table.c[key].is_(None),
            ~exists().where(later.c[key] == versions.c[key], later.c.revision > versions.c.revision),
            ~exists().where(
                col(gone.resource) == System.resource,
                col(gone.system_id) == versions.c.system_id,
                col(gone.action) == "delete",
                col(gone.at) == versions.c.known_until,
            ),
        )
        .order_by(versions.c[key])
        .execution_options(yield_per=_CHUNK)
    )
    with session.execute(statement) as found:
        for row_id, revision in found:
            yield Difference(versions.name, row_id, "the version ends when nothing was deleted", revision)


def _by_key(rows: Iterable[Any], key: str) -> Iterator[tuple[str, _Versions]]:
    for row_id, group in groupby(rows, key=lambda row: str(row[key])):
        told: _Versions | None = None
        for version in group:
            if told is None:
                told = _Versions(version["revision"], version)
                continue
            told.broken = told.broken or told.newest["known_until"] != version["known_from"]
            told.newest = version
        if told is not None:
            yield row_id, told


def _ordered(table: Any, *keys: str) -> Any:  # noqa: ANN401 - a statement
    columns = table.__table__
    return columns.select().order_by(*(columns.c[key] for key in keys)).execution_options(yield_per=_CHUNK)
