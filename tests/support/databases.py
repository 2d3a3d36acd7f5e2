"""Databases for tests: each test gets its own, copied from one that was migrated, or filled, once."""

import fcntl
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from shutil import rmtree
from typing import Protocol

from sqlalchemy import make_url

from app.core import migrate
from tests.support.postgres import PostgresServer

#: Fills the empty database of this URL, and leaves no connection to it open.
Fill = Callable[[str], object]
#: Of the files that name a database on the server.
_ON_SERVER = ".postgres"
#: Gives the URL of a database, and takes the database away at the end.
DatabaseLease = AbstractContextManager[str]


class Databases(Protocol):
    """Where tests get databases of one kind."""

    def copy_of(self, name: str, fill: Fill, *, is_shared: bool = False) -> DatabaseLease:
        """A database of the test's own, a copy of the one that `fill` has filled when `name` was asked for first.

        `is_shared`: whether one worker fills it for all; then `fill` leaves nothing in this process.
        """
        ...

    def empty(self) -> DatabaseLease:
        """A database of the test's own without a schema."""
        ...

    def keep(self, name: str, url: str) -> None:
        """Remember what the database holds now, to which nobody has a connection."""
        ...

    def bring_back(self, name: str, url: str) -> None:
        """Put what was kept in the place of what the database holds, to which nobody has a connection."""
        ...


def migrated(databases: Databases) -> DatabaseLease:
    """A database of the test's own with the newest schema."""
    return databases.copy_of("schema", migrate.upgrade)


class Shared:
    """What one worker makes for all workers of a run. `folder`: of the run."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def made(self, name: str, make: Callable[[Path], object]) -> Path:
        """The file that `make` has written when the first worker asked for it; the others wait for that."""
        place = self._folder / name
        if not place.exists():
            with place.with_suffix(".lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                if not place.exists():
                    unfinished = place.with_suffix(".part")
                    make(unfinished)
                    unfinished.rename(place)
        return place

    def names(self, suffix: str) -> list[str]:
        """What stands in the files that end so."""
        return [path.read_text() for path in self._folder.glob(f"*{suffix}")]


class SqliteDatabases:
    """Files in a folder."""

    def __init__(self, folder: Path, shared: Shared) -> None:
        self._folder = folder
        self._shared = shared
        self._count = 0

    @contextmanager
    def copy_of(self, name: str, fill: Fill, *, is_shared: bool = False) -> Iterator[str]:
        if is_shared:
            template = self._shared.made(f"{name}.db", lambda path: fill(f"sqlite:///{path}"))
        else:
            template = self._template(name)
            if not template.exists():
                fill(f"sqlite:///{template}")
        with self.empty() as url:
            # Whoever closed the last connection has moved the write-ahead log into the file.
            shutil.copyfile(template, url.removeprefix("sqlite:///"))
            yield url

    @contextmanager
    def empty(self) -> Iterator[str]:
        self._count += 1
        path = self._folder / f"{self._count}.db"
        yield f"sqlite:///{path}"
        for left in self._folder.glob(f"{path.name}*"):
            rmtree(left) if left.is_dir() else left.unlink()

    def keep(self, name: str, url: str) -> None:
        path = name_of(url)
        assert not Path(f"{path}-wal").exists(), "Someone has a connection."
        shutil.copyfile(path, self._template(name))

    def bring_back(self, name: str, url: str) -> None:
        path = name_of(url)
        assert not Path(f"{path}-wal").exists(), "Someone has a connection."
        shutil.copyfile(self._template(name), path)

    def _template(self, name: str) -> Path:
        return self._folder / f"template-{name}.db"


class PostgresDatabases:
    """Databases on one server."""

    def __init__(self, server: PostgresServer, shared: Shared) -> None:
        self._server = server
        self._shared = shared
        self._templates: dict[str, str] = {}

    @contextmanager
    def copy_of(self, name: str, fill: Fill, *, is_shared: bool = False) -> Iterator[str]:
        if is_shared:
            made = self._shared.made(f"{name}{_ON_SERVER}", lambda path: path.write_text(self._filled(fill)))
            template = made.read_text()
        else:
            if name not in self._templates:
                self._templates[name] = self._filled(fill)
            template = self._templates[name]
        with self._lease(template) as url:
            yield url

    def _filled(self, fill: Fill) -> str:
        """The name of a database for others to be copied from."""
        template = self._server.create("register_template")
        fill(self._server.address(template))
        return template

    @contextmanager
    def empty(self) -> Iterator[str]:
        with self._lease(None) as url:
            yield url

    def keep(self, name: str, url: str) -> None:
        self._templates[name] = self._server.create("register_template", name_of(url))

    def bring_back(self, name: str, url: str) -> None:
        self._server.drop(name_of(url))
        self._server.create_as(name_of(url), self._templates[name])

    def close(self) -> None:
        """Drop the templates."""
        while self._templates:
            self._server.drop(self._templates.popitem()[1])
        self._server.close()

    @contextmanager
    def _lease(self, template: str | None) -> Iterator[str]:
        name = self._server.create("register_test", template)
        try:
            yield self._server.address(name)
        finally:
            self._server.drop(name)


def drop_shared(server: PostgresServer, shared: Shared) -> None:
    """Once no worker needs them."""
    for name in shared.names(_ON_SERVER):
        server.drop(name)
    server.close()


def name_of(url: str) -> str:
    """The database on its server, or its file."""
    return str(make_url(url).database)
