"""What a command that failed says: one sentence on what is wrong, and one on what to do."""

import errno
import sys

from app.cli.console import program
from app.core.errors import ApplicationError

_DISK_FULL = "The disk is full. Free some space, and run the same command again; nothing was left half-written."
#: A sign in what a database says, and what it means for whoever runs the command.
_MEANINGS = (
    ("disk is full", _DISK_FULL),
    (
        "readonly database",
        "The database cannot be written. Let this user write the file and its folder, or name another: DATABASE_URL",
    ),
    (
        "unable to open database file",
        "The database file cannot be opened. Let this user write its folder, or name another place: DATABASE_URL",
    ),
    (
        "not a database",
        "The file that DATABASE_URL names is no SQLite database. It was left as it is; name another file.",
    ),
    ("disk i/o error", "The disk does not take or give the database's data. Check it, and run the same command again."),
    ("malformed", "The database file is damaged. Keep it as it is, and go on with a backup."),
    ("connection refused", "Nothing listens where DATABASE_URL points. Start PostgreSQL, or correct host and port."),
    ("is locked", "Another process is writing to the database and takes long. Run the same command again."),
)


def explanation(error: Exception) -> str | None:
    """What to say of the error; None where it is a fault of the program itself."""
    match error:
        case ApplicationError():
            return error.detail.en
        case OSError(errno=errno.ENOSPC):
            return _DISK_FULL
        case OSError() | ValueError():
            return str(error)
        case _:
            return _of_the_database(error)


def _of_the_database(error: Exception) -> str | None:
    # Loading SQLAlchemy takes longer than a help text. Where it is not loaded, the error cannot be its own.
    if "sqlalchemy" not in sys.modules:
        return None
    from sqlalchemy.exc import DBAPIError

    if not isinstance(error, DBAPIError):
        return None
    words = str(error.orig).lower()
    for sign, meaning in _MEANINGS:
        if sign in words:
            return meaning
    return (
        f"The database does not take the command ({type(error).__name__}). Check that it runs and that DATABASE_URL "
        f"names it, and bring the schema up to date with: {program()} migrate"
    )
