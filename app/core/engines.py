"""The one place that opens databases: the driver, and the folder of a database file."""

import os
import re
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
import pysqlite3
from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Engine, create_engine, event
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError

from app.core.errors import DatabaseUnusable
from app.core.languages import Text

# SQLite before this version can lose commits in WAL mode when two connections write and checkpoint.
OLDEST_SAFE_SQLITE = (3, 51, 3)
_POSTGRES_PORT = "5432"
_FORMS = "use sqlite:///file or postgresql://user@host/name (with standbys: postgresql://user@host1,host2/name)."
#: An address with several hosts, each with a port or without. What stands before `@` may hold a comma, a host may not.
_SEVERAL_HOSTS = re.compile(
    r"(?P<head>[\w+]+://(?:[^:/]*(?::[^@]*)?@)?)(?P<hosts>[^@/?]*,[^@/?]*)(?P<tail>(?:[/?].*)?)"
)
_HOST = re.compile(r"(?:\[(?P<ipv6>[0-9a-fA-F:.%]+)\]|(?P<name>[^\[\]:,]+))(?::(?P<port>[0-9]{1,5}))?")
_CHOOSE = Text(
    "Correct that, or choose another place: DATABASE_URL=sqlite:////folder/register.db",
    da="Ret det, eller vælg et andet sted: DATABASE_URL=sqlite:////folder/register.db",
)


def open_engine(url: URL, **options: Any) -> Engine:  # noqa: ANN401 - the options of create_engine
    """An engine for a normalised URL; raises DatabaseUnusable where its file cannot be made or written.

    Its errors, which a log shows, leave out the values of a statement: they may be anybody's number or address.
    """
    options = {"hide_parameters": True, "json_deserializer": orjson.loads, **options}
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
    file = Path(url.database)
    _require_place(file)
    engine = create_engine(url, module=sqlite, **options)
    event.listen(engine, "do_connect", lambda *_: _make_private(file))
    return engine


def _make_private(file: Path) -> None:
    """A new database holds names: its owner alone reads it, and what SQLite puts beside it has the same mode."""
    # What else is wrong with the place, SQLite says.
    with suppress(OSError):
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def remove_file(database: Path) -> None:
    """Take away the file of a database, if it is there, with what SQLite and those who write have put beside it."""
    for left in database.parent.glob(f"{database.name}*"):
        left.unlink()


def normalise_url(text: str, *, setting: str = "DATABASE_URL", several: str = "read-write") -> URL:
    """The URL with the driver that the project uses; raises ValueError for another database.

    `setting`: what gives it. `several`: which of several hosts of PostgreSQL is used, unless the address says
    otherwise: the one that takes writes.
    """
    try:
        named = _SEVERAL_HOSTS.fullmatch(text)
        url = _with_hosts(named, several) if named else make_url(text)
    except (ArgumentError, ValueError):
        # Not the text itself, nor what was said of it: it may hold a password.
        message = f"{setting} is no address of a database; {_FORMS}"
        raise ValueError(message) from None
    match url.get_backend_name():
        case "sqlite":
            return url.set(drivername="sqlite+pysqlite")
        case "postgresql":
            return url.set(drivername="postgresql+psycopg")
        case other:
            message = f"{setting} names {other!r}; {_FORMS}"
            raise ValueError(message)


def _with_hosts(named: re.Match[str], which: str) -> URL:
    """The address as SQLAlchemy knows it: it has no word for several hosts but in the query."""
    hosts = [_HOST.fullmatch(host) for host in named["hosts"].split(",")]
    found = [(host["ipv6"] or host["name"], host["port"] or _POSTGRES_PORT) for host in hosts if host]
    if len(found) < len(hosts):
        raise ValueError
    url = make_url(named["head"] + named["tail"])
    names, ports = (",".join(each) for each in zip(*found, strict=True))
    return url.set(query={"target_session_attrs": which, **url.query, "host": names, "port": ports})


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
