"""What /health/ready says where reads are possible and writes are not."""

import resource
from collections.abc import Iterator
from contextlib import contextmanager
from threading import Event, Thread
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session

from app.core import write_probe
from app.core.config import Settings
from app.core.database import Database
from app.core.write_probe import Writability, attempt_write
from app.journal.append import Author
from app.register.readiness import PATIENCE, Readiness
from tests.support.api import Api


class Stopwatch:
    """Seconds that the test counts."""

    def __init__(self, api: Api) -> None:
        self.seconds = 0.0
        readiness: Readiness = api.app.state.readiness
        readiness.now = lambda: self.seconds


@pytest.fixture
def _at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """PostgreSQL tells what a writer did a moment ago; here that moment is over at once."""
    monkeypatch.setattr(write_probe, "_AT_WORK_SECONDS", 0)


@pytest.fixture
def watch(api: Api) -> Stopwatch:
    return Stopwatch(api)


@contextmanager
def locked_by_another(api: Api) -> Iterator[None]:
    """By somebody of whom nothing shows that they get on."""
    other = Database(Settings(database_url=api.app.state.settings.database_url))
    with other.writing() as session:
        session.connection().exec_driver_sql("UPDATE register_state SET revision = revision")
        yield
        session.rollback()
    other.dispose()


def ready(api: Api) -> tuple[int, Any]:
    """The status, and what is said of writes."""
    answer = api.get("/health/ready")
    said = answer.json()
    return answer.status_code, said["writes"] if answer.status_code == 200 else said["errors"][0]["pointer"]


@pytest.mark.usefixtures("_at_once")
def test_a_database_that_stays_locked_is_not_ready_after_a_while(api: Api, watch: Stopwatch) -> None:
    assert ready(api) == (200, "ok")
    with locked_by_another(api):
        watch.seconds = 1
        assert ready(api) == (200, "failing")
        watch.seconds = PATIENCE
        assert ready(api) == (200, "failing")
        watch.seconds = PATIENCE + 1
        assert ready(api) == (503, "writes")
        assert api.get("/health/live").status_code == 200
    # No probe more often than once a second.
    assert ready(api) == (503, "writes")
    watch.seconds += 1
    assert ready(api) == (200, "ok")


def test_another_process_that_gets_on_is_no_failure(api: Api) -> None:
    with locked_by_another(api):
        seen = attempt_write(api.register.database)
    # SQLite knows nothing of who holds the file.
    assert seen is (Writability.LOCKED if api.register.database.local else Writability.BUSY)
    assert attempt_write(api.register.database) is Writability.OK


def test_a_long_write_of_the_register_is_no_failure(api: Api, watch: Stopwatch) -> None:
    begun, end = Event(), Event()

    def long_import(_session: Session) -> None:
        begun.set()
        assert end.wait(30)

    thread = Thread(
        target=api.register.write, args=(Author("test"), long_import, lambda *_: None), kwargs={"dry_run": True}
    )
    thread.start()
    assert begun.wait(10)
    for watch.seconds in (1, PATIENCE, 10 * PATIENCE):
        assert ready(api) == (200, "busy")
    end.set()
    thread.join(30)
    watch.seconds += 1
    assert ready(api) == (200, "ok")


def test_a_database_that_only_reads_is_noticed(api: Api) -> None:
    database = api.register.database
    if database.local:
        file = Database(Settings(database_url=api.app.state.settings.database_url))
        event.listen(file.engine, "connect", lambda opened, _: opened.execute("PRAGMA query_only = ON").close())
    else:
        with database.engine.connect() as connection:
            name = database.url.database
            connection.exec_driver_sql(f'ALTER DATABASE "{name}" SET default_transaction_read_only = on')
            connection.commit()
        file = Database(Settings(database_url=api.app.state.settings.database_url))
    assert attempt_write(file) is Writability.FAILED
    file.dispose()


@pytest.mark.one_database("the room on the disk of a file")
def test_a_full_disk_is_noticed(sqlite_api: Api) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1024, hard))
    try:
        assert attempt_write(sqlite_api.register.database) is Writability.FAILED
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))
    assert attempt_write(sqlite_api.register.database) is Writability.OK


def test_a_probe_leaves_nothing_behind(api: Api) -> None:
    before = api.register.edition()
    assert attempt_write(api.register.database) is Writability.OK
    assert api.register.edition() == before
