"""Databases for tests: each test gets its own, copied from one that was migrated, or filled, once."""

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
#: Gives the URL of a database, and takes the database away at the end.
DatabaseLease = AbstractContextManager[str]


class Databases(Protocol):
    """Where tests get databases of one kind."""

    def copy_of(self, name: str, fill: Fill) -> DatabaseLease:
        """A database of the test's own, a copy of the one that `fill` has filled when `name` was asked for first."""
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


class SqliteDatabases:
    """Files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    @contextmanager
    def copy_of(self, name: str, fill: Fill) -> Iterator[str]:
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

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._templates: dict[str, str] = {}

    @contextmanager
    def copy_of(self, name: str, fill: Fill) -> Iterator[str]:
        if name not in self._templates:
            template = self._server.create("register_template")
            fill(self._server.address(template))
            self._templates[name] = template
        with self._lease(self._templates[name]) as url:
            yield url

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


def name_of(url: str) -> str:
    """The database on its server, or its file."""
    return str(make_url(url).database)
