"""Reading the journal."""

from collections.abc import Generator, Sequence

from sqlmodel import Session, col, select

from app.models import JournalEntry, JournalPersonalValue, RegisterState

# Rows fetched at once: large enough to be cheap, small enough to keep memory flat.
CHUNK = 1000


def head_state(session: Session) -> RegisterState:
    return session.exec(select(RegisterState)).one()


def head(session: Session) -> tuple[int, str]:
    """The revision and the hash of the newest entry, whatever else the state says; revision 0 for none."""
    return session.exec(select(RegisterState.revision, RegisterState.head_hash)).one()


def entries_in_order(
    session: Session, *, chunk: int = CHUNK
) -> Generator[tuple[JournalEntry, JournalPersonalValue | None], None, None]:
    """Every entry with its personal values (None where there are none, or they were erased), in constant memory.

    Raises ValueError or TypeError for a value that cannot be read, before the chunk of rows that it stands in.
    """
    statement = (
        select(JournalEntry, JournalPersonalValue)
        .join(JournalPersonalValue, col(JournalPersonalValue.revision) == col(JournalEntry.revision), isouter=True)
        .order_by(col(JournalEntry.revision))
        .execution_options(yield_per=chunk)
    )
    # Closed even where it is left before its end: on PostgreSQL it holds a cursor.
    with session.exec(statement) as rows:
        for entry, values in rows:
            yield entry, values
            session.expunge(entry)


def entries_after(
    session: Session, after: int, limit: int, resources: Sequence[str] = (), resource_ids: Sequence[str] = ()
) -> list[JournalEntry]:
    """The feed: entries with a higher revision, oldest first; of certain resources only, where any are named."""
    statement = select(JournalEntry).where(col(JournalEntry.revision) > after)
    if resources:
        statement = statement.where(col(JournalEntry.resource).in_(resources))
    if resource_ids:
        statement = statement.where(col(JournalEntry.resource_id).in_(resource_ids))
    return list(session.exec(statement.order_by(col(JournalEntry.revision)).limit(limit)))


def entry_with_values(session: Session, revision: int) -> tuple[JournalEntry, JournalPersonalValue | None] | None:
    """One entry, with its personal values where it has any and they were not erased."""
    entry = session.get(JournalEntry, revision)
    return None if entry is None else (entry, session.get(JournalPersonalValue, revision))


def later_entries(session: Session, entry: JournalEntry) -> list[JournalEntry]:
    """What happened to the same resource after the entry, oldest first."""
    statement = select(JournalEntry).where(
        JournalEntry.resource == entry.resource,
        JournalEntry.resource_id == entry.resource_id,
        col(JournalEntry.revision) > entry.revision,
    )
    return list(session.exec(statement.order_by(col(JournalEntry.revision))))


def newest_about(session: Session, resource_id: str) -> JournalEntry | None:
    """The newest entry about what belongs to the system, or None."""
    statement = select(JournalEntry).where(JournalEntry.system_id == resource_id, JournalEntry.resource != "system")
    return session.exec(statement.order_by(col(JournalEntry.revision).desc()).limit(1)).first()


def newest_entry(session: Session, resource: str, resource_id: str) -> JournalEntry:
    """The newest entry about the resource, which has one."""
    statement = select(JournalEntry).where(JournalEntry.resource == resource, JournalEntry.resource_id == resource_id)
    return session.exec(statement.order_by(col(JournalEntry.revision).desc()).limit(1)).one()
