"""Restoring a backup into an empty place: all of it and checked, or nothing.

On SQLite the register is made in a file beside the one that is asked for, which takes its name at the end. On
PostgreSQL everything, the schema included, is one transaction. What breaks on the way leaves nothing to clean up.
"""

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, inspect, pool
from sqlalchemy.engine import URL
from sqlmodel import Session

from app.access.queries import valid_tokens
from app.backup.archive import check, rows_of
from app.backup.erasing import erase_again
from app.backup.manifest import BackupUnusable, Manifest
from app.backup.row_queries import broken_references, count_of, faults_of, head_of, load, tables_of
from app.backup.within import WithinTransaction
from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import Database
from app.core.durable import sync_folder
from app.core.engines import normalise_url, open_engine, remove_file
from app.core.migrate import bring_to, known_revisions
from app.core.progress import Progress
from app.models import SignInCode, WebSession
from app.register.audit.verification import Audit, audit
from app.register.audit_words import fault_of
from app.register.erasure_list import Erasure
from app.register.register import Register

#: What else must hold of the restored journal, given what the backup says of itself: says what does not, or None.
JournalCheck = Callable[[Session, Manifest], str | None]

#: Tables of who has signed in to the pages, and may.
SIGNED_IN = frozenset({WebSession.__tablename__, SignInCode.__tablename__})


@dataclass(frozen=True, slots=True)
class Restored:
    """`audited`: the register as the backup had it. `erased`: people who were erased anew.

    `tokens`: what each access token that works is called: one that was revoked after the backup is among them.
    """

    manifest: Manifest
    audited: Audit
    erased: int
    tokens: Sequence[str]


@dataclass(frozen=True, slots=True)
class Restoring:
    """`erasures` are made anew; `actor` is who the journal says did that."""

    path: Path
    clock: Clock
    erasures: Sequence[Erasure]
    actor: str
    agrees: JournalCheck = lambda _session, _manifest: None
    progress: Progress = lambda _done, _total: None

    def into(self, settings: Settings) -> Restored:
        """Restore into the database of the settings; raises BackupUnusable unless it is empty and all is right."""
        manifest = check(self.path)
        _require_known(manifest)
        url = normalise_url(settings.database_url)
        if url.get_backend_name() == "sqlite":
            return self._into_file(manifest, settings, url)
        return self._into_server(manifest, settings, url)

    def _into_file(self, manifest: Manifest, settings: Settings, url: URL) -> Restored:
        file = Path(str(url.database))
        _require_absent(file)
        unfinished = file.with_name(f"{file.name}.restoring")
        remove_file(unfinished)
        place = f"sqlite:///{unfinished}"
        try:
            bring_to(manifest.schema_revision, place)
            with open_engine(normalise_url(place), poolclass=pool.NullPool).begin() as connection:
                self._load(connection, manifest)
            bring_to(known_revisions()[-1], place)
            database = Database(settings.model_copy(update={"database_url": place}))
            try:
                restored = self._finish(Register(database, self.clock), manifest)
            finally:
                database.dispose()
            _put_in_place(unfinished, file)
        finally:
            remove_file(unfinished)
        return restored

    def _into_server(self, manifest: Manifest, settings: Settings, url: URL) -> Restored:
        engine = open_engine(url, poolclass=pool.NullPool, connect_args={"options": "-c timezone=UTC -c datestyle=ISO"})
        with engine.begin() as connection:
            _require_empty(connection)
            bring_to(manifest.schema_revision, connection)
            self._load(connection, manifest)
            bring_to(known_revisions()[-1], connection)
            database = WithinTransaction(settings, connection)
            try:
                database.gather_statistics()
                return self._finish(Register(database, self.clock), manifest)
            finally:
                database.dispose()

    def _load(self, connection: Connection, manifest: Manifest) -> None:
        """Every row into the tables of its schema, and what can be counted compared with the manifest."""
        tables = {table.name: table for table in tables_of(connection)}
        expected = {name: {column.name for column in table.columns} for name, table in tables.items()}
        if expected != {part.table: set(part.columns) for part in manifest.parts}:
            raise self._wrong(f"its tables are not those of schema {manifest.schema_revision}")
        for part in reversed(manifest.parts):
            # The migrations have put a row into some.
            connection.execute(tables[part.table].delete())
        for done, part in enumerate(manifest.parts):
            self.progress(done, len(manifest.parts))
            load(connection, tables[part.table], part.columns, rows_of(self.path, part))
            if count_of(connection, tables[part.table]) != part.rows:
                raise self._wrong(f"not every row of {part.table} went in")
        broken = broken_references(connection)
        if broken:
            raise self._wrong(f"rows of {', '.join(broken)} refer to rows that it does not have")
        if head_of(connection) != (manifest.revision, manifest.head_hash):
            raise self._wrong("the journal's head is not the one that its manifest names")
        for name in SIGNED_IN & tables.keys():
            # Who signed out after the backup would be signed in again.
            connection.execute(tables[name].delete())

    def _finish(self, register: Register, manifest: Manifest) -> Restored:
        """Check everything as `verify` does, then erase anew."""
        with register.database.reading() as session:
            faults = faults_of(session.connection())
            if faults:
                raise self._wrong(f"SQLite finds the restored file damaged ({'; '.join(faults)})")
            found = audit(register, session)
            problem = fault_of(found) or self.agrees(session, manifest)
            if problem is not None:
                raise self._wrong(problem)
        erased = erase_again(register, self.erasures, self.actor)
        with register.database.reading() as session:
            valid = valid_tokens(session, self.clock.today())
            tokens = [f"{token.name} ({token.role}, {token.id})" for token in valid]
        return Restored(manifest, found, erased, tokens)

    def _wrong(self, what: str) -> BackupUnusable:
        return BackupUnusable(f"The backup {self.path} is not restored: {what}. Nothing was written.")


def _require_known(manifest: Manifest) -> None:
    known = known_revisions()
    if manifest.schema_revision not in known:
        raise BackupUnusable(
            f"Another release has written this backup: its schema is {manifest.schema_revision}, and this release "
            f"knows {known[-1]}. Restore it with release {manifest.release}, or a later one."
        )


def _require_absent(file: Path) -> None:
    # A log of another database beside the restored file would be taken for its own.
    for there in (file, *(file.with_name(file.name + end) for end in ("-wal", "-shm", "-journal"))):
        if os.path.lexists(there):
            raise BackupUnusable(
                f"{there} is there already, and is left as it is: a backup goes into an empty place. Move it away, or "
                "name another place: DATABASE_URL"
            )


def _require_empty(connection: Connection) -> None:
    found = inspect(connection).get_table_names()
    if found:
        raise BackupUnusable(
            f"The database holds tables already ({', '.join(sorted(found)[:3])} …), and is left as it is: a backup "
            "goes into an empty one. Make a new database, and name it: DATABASE_URL"
        )


def _put_in_place(unfinished: Path, file: Path) -> None:
    with unfinished.open("rb") as opened:
        os.fsync(opened.fileno())
    _require_absent(file)
    unfinished.rename(file)
    sync_folder(file.parent)
