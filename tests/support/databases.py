"""Databases for tests: each test gets its own, copied from one that was migrated once."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Protocol

from app.core import migrate
from tests.support.postgres import PostgresServer


class Databases(Protocol):
    """Where tests get databases of one kind."""

    def migrated(self) -> "DatabaseLease":
        """A database of the test's own with the newest schema."""
        ...

    def empty(self) -> "DatabaseLease":
        """A database of the test's own without a schema."""
        ...


class DatabaseLease(Protocol):
    """A context that gives the URL of a database and takes the database away at the end."""

    def __enter__(self) -> str: ...

    def __exit__(self, *error: object) -> bool | None: ...


class SqliteDatabases:
    """Files in a folder; a migrated one is a copy of the template file."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._count = 0

    @cached_property
    def _template(self) -> Path:
        path = self._folder / "template.db"
        migrate.upgrade(f"sqlite:///{path}")
        return path

    @contextmanager
    def migrated(self) -> Iterator[str]:
        template = self._template
        with self.empty() as url:
            shutil.copyfile(template, url.removeprefix("sqlite:///"))
            yield url

    @contextmanager
    def empty(self) -> Iterator[str]:
        self._count += 1
        path = self._folder / f"{self._count}.db"
        yield f"sqlite:///{path}"
        for left in self._folder.glob(f"{path.name}*"):
            left.unlink()


class PostgresDatabases:
    """Databases on one server; a migrated one is a copy of the template database."""

    def __init__(self, server: PostgresServer) -> None:
        self._server = server
        self._template: str | None = None

    @contextmanager
    def migrated(self) -> Iterator[str]:
        if self._template is None:
            name = self._server.create("register_template")
            migrate.upgrade(self._server.address(name))
            self._template = name
        with self._lease(self._template) as url:
            yield url

    @contextmanager
    def empty(self) -> Iterator[str]:
        with self._lease(None) as url:
            yield url

    def close(self) -> None:
        """Drop the template."""
        if self._template is not None:
            self._server.drop(self._template)
            self._template = None

    @contextmanager
    def _lease(self, template: str | None) -> Iterator[str]:
        name = self._server.create("register_test", template)
        try:
            yield self._server.address(name)
        finally:
            self._server.drop(name)
