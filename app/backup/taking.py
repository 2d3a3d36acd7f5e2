"""Taking a backup while others write: one snapshot, table by table."""

from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, text

from app import __version__
from app.backup.archive import new_archive, write_manifest, write_part
from app.backup.manifest import Manifest
from app.backup.row_queries import columns_of, head_of, lines_of, tables_of
from app.core.clock import Clock
from app.core.database import Database
from app.core.migrate import require_known
from app.core.progress import Progress

_REVISION = "SELECT version_num FROM alembic_version"


@dataclass(frozen=True, slots=True)
class Taken:
    """`size` is the file's, in bytes."""

    manifest: Manifest
    size: int


def take_backup(database: Database, clock: Clock, path: Path, progress: Progress = lambda _done, _total: None) -> Taken:
    """Write the register as it is at one instant into a new file; nobody waits for it.

    The schema stays as it is: what is about to be migrated can be backed up first. `progress` hears how many tables of
    how many are done. Raises BackupUnusable where the file is there, OSError where it cannot be written, and
    DatabaseUnusable for the schema of a later release: the file would name this one as the release that restores it.
    """
    with new_archive(path) as archive, database.reading() as session:
        connection = session.connection()
        _take_time(connection)
        # Before the first statement that reads, which makes the snapshot: what was anchored by then is in it.
        taken_at = clock.now()
        schema = connection.execute(text(_REVISION)).scalar_one()
        require_known(schema)
        revision, head = head_of(connection)
        tables, parts = tables_of(connection), []
        for done, table in enumerate(tables):
            progress(done, len(tables))
            columns = [column.name for column in columns_of(table)]
            parts.append(write_part(archive, table.name, columns, lines_of(connection, table)))
        manifest = Manifest(
            schema_revision=schema,
            release=__version__,
            database="sqlite" if database.local else "postgresql",
            taken_at=taken_at,
            revision=revision,
            head_hash=head,
            parts=parts,
        )
        write_manifest(archive, manifest)
    return Taken(manifest, path.stat().st_size)


def _take_time(connection: Connection) -> None:
    """A large table takes longer than a request may."""
    if connection.dialect.name == "postgresql":
        connection.execute(text("SET LOCAL statement_timeout = 0"))
