"""Fixtures for every test: databases of both kinds.

`database_url` runs a test on SQLite and on PostgreSQL; `sqlite_url` and `postgres_url` on one of them. Each
test has its own database with the newest schema and an administrator; `empty_database_url` leaves both out.
Which of them a run has, `--extent` says (tests/support/extent.py).

One PostgreSQL serves the whole run. It starts when the first test wants it, or, with several workers, before
they do. A PostgreSQL that does not start is an error, never a skip. TEST_POSTGRES_URL names a running server
instead.
"""

import os
import shutil
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

from tests.support import loading, measuring  # before the program: see there
from tests.support.api import api, begin, demonstration, make_api, postgres_api, sqlite_api
from tests.support.at_once import AtOnce
from tests.support.databases import Databases, PostgresDatabases, Shared, SqliteDatabases, drop_shared
from tests.support.extent import TOLD_AT_ONCE, Extent, is_in, on_postgresql
from tests.support.login import login, make_login
from tests.support.postgres import LocalPostgres, PostgresServer, make_fast_folder
from tests.support.provider import published
from tests.support.scheduling import Sharing
from tests.support.warm import (
    compiling_once,
    share_compiled_statements,
    share_the_interface,
    share_the_pages,
    share_the_schema,
    spare_what_stays,
)

# Fixtures are found by name in this module.
__all__ = ["api", "demonstration", "login", "make_api", "make_login", "postgres_api", "published", "sqlite_api"]

#: How many examples the properties of the rules try that say nothing else.
settings.register_profile("suite", max_examples=30, deadline=None)
settings.register_profile("soak", max_examples=300, deadline=None)

BOTH = ("sqlite", "postgresql")
SERVER = pytest.StashKey[str]()
SHARED = pytest.StashKey[Path]()
MEASURED = pytest.StashKey[Mapping[str, Any] | None]()
AT_THE_END = pytest.StashKey[ExitStack]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--extent", type=Extent, choices=list(Extent), default=Extent.TEST, help="Which tests to run.")
    parser.addoption("--measure", action="store_true", help="Say which lines no test runs; too many fail the run.")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave out what was not asked for; the tests on PostgreSQL come last."""
    kept: list[pytest.Item] = []
    left_out: list[pytest.Item] = []
    for item in items:
        (kept if is_in(item, config.option.extent) else left_out).append(item)
    config.hook.pytest_deselected(items=left_out)
    items[:] = sorted(kept, key=on_postgresql)


def pytest_collection_finish(session: pytest.Session) -> None:
    """Nothing is imported any more, and the tests begin."""
    spare_what_stays()
    loading.ended()


@pytest.hookimpl(tryfirst=True)
def pytest_configure(config: pytest.Config) -> None:
    """Keep the tests away from the database that the developer's own environment names."""
    os.environ.pop("DATABASE_URL", None)
    config.stash[AT_THE_END] = ExitStack()
    given = getattr(config, "workerinput", {}).get("shared")
    config.stash[SHARED] = Path(given) if given else make_fast_folder()
    if not given:
        config.stash[AT_THE_END].callback(shutil.rmtree, config.stash[SHARED], ignore_errors=True)
    # Workers and what they start have it from the process that starts them.
    config.stash[AT_THE_END].enter_context(compiling_once())
    if is_measuring(config):
        measuring.ask_to_measure(config)
    if not given and config.option.extent in TOLD_AT_ONCE:
        config.pluginmanager.register(AtOnce(config))
    settings.load_profile("soak" if config.option.extent in {Extent.SOAK, Extent.ALL} else "suite")
    share_compiled_statements()
    share_the_schema(config.stash[SHARED])
    share_the_interface()
    share_the_pages()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    """Tell a worker where the run's PostgreSQL is, and what workers make for each other."""
    # The workers load the tests, and this process nothing more.
    loading.ended()
    node.workerinput["postgres_url"] = _server_url(node.config)
    node.workerinput["shared"] = str(node.config.stash[SHARED])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Sharing:
    return Sharing(config, log)


def is_measuring(config: pytest.Config) -> bool:
    """Whether this is the process that puts together what the workers measure."""
    return bool(config.option.measure) and not hasattr(config, "workerinput")


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Hold the run to the gate."""
    if is_measuring(session.config):
        session.config.stash[MEASURED] = measuring.hold_to_the_gate(session)


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """End by saying what no test runs, and what was left out for want of a browser: green, it has looked at no page."""
    if is_measuring(terminalreporter.config):
        for line in measuring.lines_not_run(terminalreporter.config.stash.get(MEASURED, None)):
            terminalreporter.write_line(line)
    yield
    skipped = [report for report in terminalreporter.stats.get("skipped", ()) if "tests/browser/" in report.nodeid]
    for reason, count in Counter(str(report.longrepr[2]) for report in skipped).items():
        terminalreporter.write_line(
            f"LEFT OUT: {count} tests of pages. {reason.removeprefix('Skipped: ')}", yellow=True
        )


def pytest_unconfigure(config: pytest.Config) -> None:
    """Stop what the run started."""
    config.stash[AT_THE_END].close()


def _server_url(config: pytest.Config) -> str:
    """The address of the run's PostgreSQL, started if need be."""
    if SERVER not in config.stash:
        given = os.environ.get("TEST_POSTGRES_URL") or getattr(config, "workerinput", {}).get("postgres_url")
        config.stash[SERVER] = given or config.stash[AT_THE_END].enter_context(LocalPostgres()).url
        if not hasattr(config, "workerinput"):
            server, shared = PostgresServer(config.stash[SERVER]), Shared(config.stash[SHARED])
            config.stash[AT_THE_END].callback(drop_shared, server, shared)
    return config.stash[SERVER]


@pytest.fixture(scope="session")
def sqlite_databases(pytestconfig: pytest.Config) -> Iterator[SqliteDatabases]:
    """Where tests get SQLite databases."""
    folder = make_fast_folder()
    yield SqliteDatabases(folder, Shared(pytestconfig.stash[SHARED]))
    shutil.rmtree(folder)


@pytest.fixture(scope="session")
def postgres_databases(pytestconfig: pytest.Config) -> Iterator[PostgresDatabases]:
    """Where tests get PostgreSQL databases."""
    databases = PostgresDatabases(PostgresServer(_server_url(pytestconfig)), Shared(pytestconfig.stash[SHARED]))
    yield databases
    databases.close()


@pytest.fixture(params=BOTH)
def databases(request: pytest.FixtureRequest) -> Databases:
    """Where tests get databases of either kind; runs the test on both."""
    kind = "sqlite_databases" if request.param == "sqlite" else "postgres_databases"
    chosen: Databases = request.getfixturevalue(kind)
    return chosen


@pytest.fixture
def database_url(databases: Databases) -> Iterator[str]:
    """A database of the test's own, where a register has begun, on SQLite and on PostgreSQL."""
    with databases.copy_of("begun", begin) as url:
        yield url


@pytest.fixture
def empty_database_url(databases: Databases) -> Iterator[str]:
    """A database of the test's own without a schema, on SQLite and on PostgreSQL."""
    with databases.empty() as url:
        yield url


@pytest.fixture
def sqlite_url(sqlite_databases: SqliteDatabases) -> Iterator[str]:
    """An SQLite database of the test's own, where a register has begun."""
    with sqlite_databases.copy_of("begun", begin) as url:
        yield url


@pytest.fixture
def postgres_url(postgres_databases: PostgresDatabases) -> Iterator[str]:
    """A PostgreSQL database of the test's own, where a register has begun."""
    with postgres_databases.copy_of("begun", begin) as url:
        yield url
