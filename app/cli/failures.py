"""What a command that failed says: one sentence on what is wrong, and one on what to do."""

import errno
import re
import sys

from app.cli.console import program
from app.core.errors import ApplicationError

_DISK_FULL = "The disk is full. Free some space, and run the same command again; nothing was left half-written."
_NOT_LET_IN = (
    "PostgreSQL does not accept the user or the password. Correct them in DATABASE_URL, or leave the password out "
    "of it and set PGPASSWORD."
)
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
    ("password authentication failed", _NOT_LET_IN),
    ("no password supplied", _NOT_LET_IN),
    ('fatal:  role "', _NOT_LET_IN),
    (
        "resolve host",
        "The host that DATABASE_URL names is not found. Correct it, or see whether names are looked up here.",
    ),
    ("connection refused", "Nothing listens where DATABASE_URL points. Start PostgreSQL, or correct host and port."),
    (
        "permission denied",
        (
            "The database does not let this user do that. To migrate, it needs CREATE on the schema and own tables; "
            "to serve, SELECT, INSERT, UPDATE and DELETE on them. Let its owner grant that, or name another user."
        ),
    ),
    ("does not support ssl", "The server has no TLS, and DATABASE_URL asks for it (sslmode). Correct one of the two."),
    (
        "invalid connection option",
        "DATABASE_URL has an option that PostgreSQL does not know: see behind `?`.",
    ),
    ("invalid uri query parameter", "DATABASE_URL has an option that is unknown: see behind `?`."),
    ("is locked", "Another process is writing to the database and takes long. Run the same command again."),
)

#: As PostgreSQL says it. It gives the name, and libpq no code for what fails before there is a connection.
_NO_DATABASE = re.compile(r'FATAL:\s+database "(?P<name>[^"]+)" does not exist')


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
    if (missing := _NO_DATABASE.search(str(error.orig))) is not None:
        named = missing["name"]
        return (
            f"There is no database {named} on the server that DATABASE_URL names. Correct the name, or make it: "
            f"createdb {named}"
        )
    for sign, meaning in _MEANINGS:
        if sign in words:
            return meaning
    return (
        f"The database does not take the command ({type(error).__name__}). Check that it runs and that DATABASE_URL "
        f"names it, and bring the schema up to date with: {program()} migrate"
    )
