"""The one place that opens databases: the driver, and the folder of a database file."""

import os
from pathlib import Path
from typing import Any

import pysqlite3
from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.core.errors import DatabaseUnusable
from app.core.languages import Text

# SQLite before this version can lose commits in WAL mode when two connections write and checkpoint.
OLDEST_SAFE_SQLITE = (3, 51, 3)
_CHOOSE = Text(
    "Correct that, or choose another place: DATABASE_URL=sqlite:////folder/register.db",
    da="Ret det, eller vælg et andet sted: DATABASE_URL=sqlite:////folder/register.db",
)


def open_engine(url: URL, **options: Any) -> Engine:  # noqa: ANN401 - the options of create_engine
    """An engine for a normalised URL; raises DatabaseUnusable where its file cannot be made or written."""
    if url.get_backend_name() != "sqlite":
        return create_engine(url, **options)
    if pysqlite3.sqlite_version_info < OLDEST_SAFE_SQLITE:
        raise DatabaseUnusable(
            Text(
                f"SQLite {pysqlite3.sqlite_version} can lose commits; install pysqlite3 0.6.1 or later.",
                da=f"SQLite {pysqlite3.sqlite_version} kan miste ændringer. Installér pysqlite3 0.6.1 eller senere.",
            )
        )
    if not url.database or url.database == ":memory:":
        # Every connection would have a register of its own, and none would outlive the process.
        raise _unusable(Text("DATABASE_URL names no file.", da="DATABASE_URL angiver ingen fil."))
    _require_place(Path(url.database))
    return create_engine(url, module=sqlite, **options)


def remove_file(database: Path) -> None:
    """Take away the file of a database, if it is there, with what SQLite and those who write have put beside it."""
    for left in database.parent.glob(f"{database.name}*"):
        left.unlink()


def normalise_url(text: str) -> URL:
    """The URL with the driver that the project uses; raises ValueError for another database."""
    try:
        url = make_url(text)
    except ArgumentError as error:
        # Not the text itself: it may hold a password.
        message = "DATABASE_URL is no address of a database; use sqlite:///file or postgresql://user@host/name."
        raise ValueError(message) from error
    match url.get_backend_name():
        case "sqlite":
            return url.set(drivername="sqlite+pysqlite")
        case "postgresql":
            return url.set(drivername="postgresql+psycopg")
        case other:
            message = f"DATABASE_URL names {other!r}; use sqlite:///file or postgresql://user@host/name."
            raise ValueError(message)


def _require_place(file: Path) -> None:
    """Make the folder, and see that the file can be made there or written."""
    try:
        file.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise _unusable(
            Text(
                f"The folder {file.parent} for the database cannot be made ({error.strerror}).",
                da=f"Databasens mappe {file.parent} kan ikke oprettes ({error.strerror}).",
            )
        ) from error
    if file.is_dir():
        raise _unusable(
            Text(f"The database {file} is a folder, not a file.", da=f"Databasen {file} er en mappe, ikke en fil.")
        )
    # SQLite makes further files beside the database, so the folder has to be writable as well.
    for place in (file.parent, file):
        if place.exists() and not os.access(place, os.W_OK):
            raise _unusable(
                Text(
                    f"The database needs {place}, and this user may not write there.",
                    da=f"Databasen skal bruge {place}, og denne bruger må ikke skrive dér.",
                )
            )


def _unusable(why: Text) -> DatabaseUnusable:
    return DatabaseUnusable(Text(f"{why.en} {_CHOOSE.en}", da=f"{why.da} {_CHOOSE.da}"))
