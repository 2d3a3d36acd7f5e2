"""Forgetting a person's name and contact details, everywhere but in the positions' own history."""

from re import Pattern
from typing import Any

import orjson
from sqlalchemy import bindparam, delete, or_, select, update
from sqlmodel import Session

from app.core.canonical import dump
from app.core.spellings import pattern_of
from app.models import (
    CardVersion,
    HolderStretch,
    IdempotentAnswer,
    ImportedFile,
    Job,
    JournalEntry,
    JournalPersonalValue,
    OutsideDifference,
    OutsideRecord,
    Person,
    ReadEntry,
    RememberedMapping,
    StoredProblem,
    StoredReport,
    WebSession,
)
from app.register.remains import known_texts, mentions

_VERSION: Any = CardVersion.__table__  # type: ignore[attr-defined]
_STRETCH: Any = HolderStretch.__table__  # type: ignore[attr-defined]
_PERSONAL: Any = JournalPersonalValue.__table__  # type: ignore[attr-defined]
_ENTRY: Any = JournalEntry.__table__  # type: ignore[attr-defined]
_FILE: Any = ImportedFile.__table__  # type: ignore[attr-defined]
#: Texts of tables that quote what a file said.
_QUOTING: tuple[Any, ...] = (
    StoredProblem.__table__.c.column,  # type: ignore[attr-defined]
    StoredProblem.__table__.c.value,  # type: ignore[attr-defined]
    StoredProblem.__table__.c.register_value,  # type: ignore[attr-defined]
    StoredProblem.__table__.c.detail,  # type: ignore[attr-defined]
    RememberedMapping.__table__.c.body,  # type: ignore[attr-defined]
    Job.__table__.c.error,  # type: ignore[attr-defined]
)
_REPORT: Any = StoredReport.__table__  # type: ignore[attr-defined]
_READ: Any = ReadEntry.__table__  # type: ignore[attr-defined]
_ANSWER: Any = IdempotentAnswer.__table__  # type: ignore[attr-defined]
_SESSION: Any = WebSession.__table__  # type: ignore[attr-defined]
_RECORD: Any = OutsideRecord.__table__  # type: ignore[attr-defined]
_DIFFERENCE: Any = OutsideDifference.__table__  # type: ignore[attr-defined]
_ERASED = "(slettet)"
#: The name that is left of a person: before the title of the last position, and where there was none.
ERASED_WHO_HELD, ERASED_WHO_HELD_NOTHING = "Tidligere ", "Tidligere medarbejder"


def erase_person(session: Session, person_id: str) -> None:
    """The journal's side rows go, and the chain still holds; earlier cards show the position where the name stood.

    Reports of imports that quote the name or a contact detail lose them. Kept answers to retries and kept files of
    imports are dropped: they may hold anything.
    """
    connection = session.connection()
    entries = select(_ENTRY.c.revision).where(_ENTRY.c.resource == Person.resource, _ENTRY.c.resource_id == person_id)
    known = known_texts(session, person_id)
    connection.execute(delete(_PERSONAL).where(_PERSONAL.c.revision.in_(entries)))
    _rewrite_cards(session, person_id)
    _rewrite_stretches(session, person_id)
    _redact_reads(session, known)
    _end_sessions(session, person_id, known)
    quoted = known - {_current_name(session, person_id)}
    _redact_reports(session, quoted)
    _redact_quotes(session, quoted)
    _forget_outside(session, person_id, quoted)
    connection.execute(delete(_ANSWER))
    connection.execute(delete(_FILE))


def _current_name(session: Session, person_id: str) -> str | None:
    person = session.get(Person, person_id)
    return person.name if person else None


def _rewrite_cards(session: Session, person_id: str) -> None:
    """In every version: who held a position is called by the position."""
    connection = session.connection()
    found = connection.execute(
        select(_VERSION.c.system_id, _VERSION.c.revision, _VERSION.c.body).where(
            _VERSION.c.body.contains(f'"personId":"{person_id}"')
        )
    ).all()
    changed = [
        {
            "system": row.system_id,
            "at": row.revision,
            "text": dump(_without_name(orjson.loads(row.body), person_id)).decode(),
        }
        for row in found
    ]
    if changed:
        connection.execute(
            update(_VERSION)
            .where(_VERSION.c.system_id == bindparam("system"), _VERSION.c.revision == bindparam("at"))
            .values(body=bindparam("text")),
            changed,
        )


def _rewrite_stretches(session: Session, person_id: str) -> None:
    """The same in what was known earlier of who held a position; what stands has the new name already."""
    session.connection().execute(
        update(_STRETCH)
        .where(_STRETCH.c.person_id == person_id, _STRETCH.c.known_until.is_not(None))
        .values(person_name=_STRETCH.c.title, person_name_sort=_STRETCH.c.title_sort)
    )


def _without_name(value: Any, person_id: str) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, list):
        return [_without_name(item, person_id) for item in value]
    if not isinstance(value, dict):
        return value
    held = {key: _without_name(item, person_id) for key, item in value.items()}
    if held.get("personId") == person_id and "title" in held:
        held["personName"] = held["title"]
    return held


def _redact_reports(session: Session, texts: set[str]) -> None:
    """The name and the contact details, in any spelling, wherever a report quotes what the file said."""
    pattern = pattern_of(texts)
    if pattern is None:
        return
    connection = session.connection()
    for row in connection.execute(select(_REPORT.c.id, _REPORT.c.body).where(mentions([_REPORT.c.body], texts))).all():
        report = orjson.loads(row.body)
        # Reports of earlier releases lack some of them.
        _redact_keys(report, ("fileName", "source", "sheet"), pattern)
        for problem in report["problems"]:
            _redact_keys(problem, ("column", "value", "registerValue", "detail"), pattern)
        connection.execute(update(_REPORT).where(_REPORT.c.id == row.id).values(body=dump(report).decode()))


def _redact_keys(said: dict[str, Any], keys: tuple[str, ...], pattern: Pattern[str]) -> None:
    for key in keys:
        said[key] = _redacted(said.get(key), pattern)


def _redact_quotes(session: Session, texts: set[str]) -> None:
    """The same in what else imports leave behind, text by text: the same one often stands in many rows."""
    pattern = pattern_of(texts)
    if pattern is None:
        return
    connection = session.connection()
    for column in _QUOTING:
        found = connection.execute(select(column).where(mentions([column], texts)).distinct()).scalars().all()
        for said in found:
            redacted = {column.name: _redacted(said, pattern)}
            connection.execute(update(column.table).where(column == said).values(redacted))


def _forget_outside(session: Session, person_id: str, texts: set[str]) -> None:
    """What other registers say of the person goes; that it was about the person stays, so that it is not taken anew.

    Where what they say of something else names the person, the name goes.
    """
    connection = session.connection()
    theirs = select(_RECORD.c.external_id).where(_RECORD.c.register_id == person_id)
    connection.execute(delete(_DIFFERENCE).where(_DIFFERENCE.c.kind == "people", _DIFFERENCE.c.external_id.in_(theirs)))
    connection.execute(update(_RECORD).where(_RECORD.c.register_id == person_id).values(body="{}"))
    pattern = pattern_of(texts)
    if pattern is None:
        return
    for table, names in ((_RECORD, ("body",)), (_DIFFERENCE, ("detail", "before", "outside", "here"))):
        columns = [table.c[name] for name in names]
        keys = list(table.primary_key.columns)
        for row in connection.execute(select(*keys, *columns).where(mentions(columns, texts))).mappings().all():
            values = {name: _redacted(row[name], pattern) for name in names}
            same = (key == row[key.name] for key in keys)
            connection.execute(update(table).where(*same).values(**values))


def _redact_reads(session: Session, texts: set[str]) -> None:
    """Tokens that were called after the person go without that name in the log of reads, which no hash covers."""
    pattern = pattern_of(texts)
    if pattern is None:
        return
    connection = session.connection()
    found = connection.execute(select(_READ.c.actor).where(mentions([_READ.c.actor], texts)).distinct()).scalars().all()
    for actor in found:
        connection.execute(update(_READ).where(_READ.c.actor == actor).values(actor=_redacted(actor, pattern)))


def _end_sessions(session: Session, person_id: str, texts: set[str]) -> None:
    """The person's sessions go, and with them what a login provider said of the account; so do those that name them."""
    theirs = _SESSION.c.person_id == person_id
    found = or_(theirs, mentions([_SESSION.c.account], texts)) if texts else theirs
    session.connection().execute(delete(_SESSION).where(found))


def _redacted(value: Any, pattern: Pattern[str]) -> Any:  # noqa: ANN401 - text or nothing
    return pattern.sub(_ERASED, value) if isinstance(value, str) else value
