"""What is worked out once for all tests of a process: compiled statements, the schema, resolved routes, packed pages.

A test opens engines and applications of its own. Without this each of them would compile every statement and
resolve every route again, which takes longer than the work itself.
"""

import gc
import os
import shutil
from collections.abc import Iterator
from contextlib import closing, contextmanager
from copy import copy
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from alembic.config import Config
from fastapi import FastAPI
from pysqlite3 import dbapi2 as sqlite
from sqlalchemy import Engine, create_engine
from sqlalchemy.engine import URL, make_url

from app.cli.documents import NO_DATABASE
from app.core.clock import Clock
from app.core.config import Settings
from app.core.memory import economise, keep_for_good
from app.core.migrate import alembic_config
from app.http.dispatch import Dispatch
from app.http.interface import Interface
from app.main import create_app
from app.web.rendering import Templates
from app.web.statics import Statics
from tests.support.client import Client
from tests.support.databases import Shared
from tests.support.postgres import make_fast_folder

_LEAVE_NOTHING = "PYTHONDONTWRITEBYTECODE"


@contextmanager
def compiling_once() -> Iterator[None]:
    """Have programs that tests start keep what they compile, for the next one, until it is left.

    That is what Python does, beside the sources. An environment may say that nothing is left there, as container images
    do; then every program would compile all of its modules again, which takes longer than what most are started for.
    """
    if not os.environ.get(_LEAVE_NOTHING):
        yield
        return
    folder = make_fast_folder()
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv(_LEAVE_NOTHING)
        patch.setenv("PYTHONPYCACHEPREFIX", str(folder))
        yield
    shutil.rmtree(folder, ignore_errors=True)


def share_compiled_statements() -> None:
    """Have all engines of this process keep compiled statements in one place, per driver.

    Each keeps a dialect of its own: its isolation level, and what listens to its faults and connections, hang on it.
    The place tells statements apart by their dialect: those of one driver that write parameters alike are made equal.
    """
    compiled: dict[type, Any] = {}

    def told_by(dialect: Any) -> tuple[type, str]:
        return type(dialect), dialect.paramstyle

    def create(url: URL, **options: Any) -> Engine:
        engine = create_engine(url, **options)
        kind = type(engine.dialect)
        if kind not in compiled:
            kind.__eq__ = lambda self, other: told_by(self) == told_by(other)  # type: ignore[method-assign]
            kind.__hash__ = lambda self: hash(told_by(self))  # type: ignore[method-assign]
        engine._compiled_cache = compiled.setdefault(kind, engine._compiled_cache)
        return engine

    pytest.MonkeyPatch().setattr("app.core.engines.create_engine", create)


def share_the_schema(folder: Path) -> None:
    """Migrate one empty SQLite file; others that are empty get its tables as they are, and not by every migration.

    Only where the newest schema is asked for. Whatever holds a table is migrated, and so is all of PostgreSQL.
    `folder`: of the run.
    """
    upgrade, shared = command.upgrade, Shared(folder)

    def share(config: Config, revision: str, *rest: Any, **options: Any) -> None:
        path = make_url(config.get_main_option("sqlalchemy.url") or "").database
        if revision != "head" or path is None or not _is_empty_file(path):
            upgrade(config, revision, *rest, **options)
            return
        made = shared.made("schema.db", lambda place: upgrade(alembic_config(f"sqlite:///{place}"), revision))
        with closing(sqlite.connect(made)) as source, closing(sqlite.connect(path)) as target:
            source.backup(target)

    pytest.MonkeyPatch().setattr(command, "upgrade", share)


def _is_empty_file(path: str) -> bool:
    """Whether it is a database of SQLite without any table.

    Asked of the library that the service has open files with: two in one process take each other's locks away.
    """
    if not Path(path).is_file():
        return False
    with closing(sqlite.connect(path)) as connection:
        return connection.execute("SELECT count(*) FROM sqlite_master").fetchone() == (0,)


def share_the_interface() -> None:
    """Read the document once: all applications have the same, and each would go through it at its first request."""
    first: list[Interface] = []

    def interface(application: FastAPI) -> Interface:
        if not first:
            first.append(Interface(application))
        return first[0]

    pytest.MonkeyPatch().setattr("app.main.Interface", interface)


def share_the_pages() -> None:
    """Pack the static files and compile the templates once: neither depends on the register."""
    statics, templates = cache(Statics), cache(Templates)
    pytest.MonkeyPatch().setattr("app.web.site.Statics", statics)
    pytest.MonkeyPatch().setattr("app.web.site.Templates", templates)


def spare_what_stays() -> None:
    """Keep the garbage collector from going through all modules, routes and tests again and again."""
    economise()
    gc.collect()
    keep_for_good()


def make_application(settings: Settings, clock: Clock, *, in_background: bool) -> FastAPI:
    """An application of its own: its pages, and the operations of the first one, which are resolved already."""
    application = create_app(settings, clock, in_background=in_background)
    # A page is bound to its application, as is what a test adds; an operation finds it in the request.
    own = application.router.middleware_stack
    assert isinstance(own, Dispatch)
    dispatch = copy(_pattern_dispatch())
    dispatch._router = own._router
    application.router.middleware_stack = dispatch
    return application


def headers_of(secret: str) -> dict[str, str]:
    """What every client sends: its token, and that problems are told in English, which the tests read."""
    return {"Authorization": f"Bearer {secret}", "Accept-Language": "en"}


def make_client(application: FastAPI, secret: str) -> Client:
    """A client with the token."""
    return Client(application, headers=headers_of(secret))


@cache
def _pattern() -> FastAPI:
    return create_app(Settings(database_url=NO_DATABASE))


@cache
def _pattern_dispatch() -> Dispatch:
    dispatch = _pattern().router.middleware_stack
    assert isinstance(dispatch, Dispatch)
    assert dispatch._targets, "worked out now, and copied from then on"
    return dispatch
