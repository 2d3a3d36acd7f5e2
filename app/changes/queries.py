"""Reading the feed."""

from collections.abc import Sequence

from sqlalchemy import inspect, select
from sqlmodel import Session

from app.changes.schemas import ChangeFeed, ChangeQuery, ChangeView, JournalVerification
from app.journal.queries import entries_after, newest_entry
from app.models import Journaled, JournalEntry
from app.register.actors import read_actors
from app.register.audit.verification import OUTSIDE, audit
from app.security.reader import Reader
from app.security.sightings import ReadKind
from app.vocabulary import Permission


def feed(reader: Reader, query: ChangeQuery) -> ChangeFeed:
    entries = entries_after(reader.session, query.after, query.limit, query.resource, query.resource_id)
    items = _views(reader, entries)
    # A full page may have more behind it; else everything up to the head has been seen, filtered out or not.
    full = len(entries) == query.limit
    return ChangeFeed(
        items=items, next_after=entries[-1].revision if full else max(query.after, reader.edition.revision)
    )


def newest_change(reader: Reader, resource: str, resource_id: str) -> ChangeView:
    """The newest entry about the resource."""
    return _views(reader, [newest_entry(reader.session, resource, resource_id)])[0]


def missing_reference(session: Session, row: Journaled) -> tuple[str, str] | None:
    """The table and id of something that the row refers to and that is not there; None where all is."""
    for column in inspect(type(row)).columns:
        value = getattr(row, column.key)
        for key in column.foreign_keys:
            target = key.column
            if value is not None and session.execute(select(target).where(target == value)).first() is None:
                return target.table.name, value
    return None


def _views(reader: Reader, entries: Sequence[JournalEntry]) -> list[ChangeView]:
    """With actor and reason where the caller may see the history of the system, or made the change."""
    sees_all = reader.sight.part(Permission.SEE_HISTORY).everything
    named = set() if sees_all else {entry.system_id for entry in entries if entry.system_id is not None}
    covered = reader.covered(Permission.SEE_HISTORY, named)
    own = reader.identity and reader.identity.own_actor
    seen = [entry for entry in entries if sees_all or entry.system_id in covered or entry.actor == own]
    others = [(entry.resource, entry.resource_id) for entry in seen if entry.actor != own]
    if others:
        reader.sightings.add(ReadKind.HISTORY, *others)
    names = read_actors(reader.session, [entry.actor for entry in seen])
    told = {entry.revision: {"actor": names[entry.actor], "reason": entry.reason} for entry in seen}
    untold = {"actor": None, "reason": None}
    plain = ChangeView.model_fields.keys() - untold.keys()
    return [
        ChangeView.model_validate(
            {**{name: getattr(entry, name) for name in plain}, **told.get(entry.revision, untold)}
        )
        for entry in entries
    ]


def verification(reader: Reader) -> JournalVerification:
    found = audit(reader.register, reader.session)
    chain, difference = found.journal, found.difference
    return JournalVerification(
        valid=found.valid,
        entries=chain.entries,
        head_revision=chain.head_revision,
        head_hash=chain.head_hash,
        first_bad_revision=difference.revision if difference else chain.first_bad_revision,
        problem=str(difference) if difference else chain.problem,
        protected_from=found.protected_from,
        cards_compared=found.evaluated,
        outside=list(OUTSIDE),
    )
