"""What the command line says when the machine does not let it work: one sentence, exit status 2, no traceback."""

import errno
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from psycopg import OperationalError
from sqlalchemy import Connection, make_url
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import OperationalError as SqlOperationalError

from app.cli.failures import explanation
from app.core.engines import normalise_url, open_engine
from app.core.errors import DatabaseUnusable
from tests.support.commands import command
from tests.support.program import ROOT, python

Spoil = Callable[[Connection], None]


def fill_the_disk(connection: Connection) -> None:
    """The database may not grow any more, as on a disk that is full."""
    connection.exec_driver_sql("CREATE TABLE t (x)")
    pages = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    connection.exec_driver_sql(f"PRAGMA max_page_count={pages}")
    connection.exec_driver_sql("INSERT INTO t VALUES (zeroblob(1000000))")


def write_protect(connection: Connection) -> None:
    connection.exec_driver_sql("PRAGMA query_only=ON")
    connection.exec_driver_sql("CREATE TABLE t (x)")


@pytest.mark.parametrize(
    ("spoil", "said"), [(fill_the_disk, "The disk is full."), (write_protect, "The database cannot be written.")]
)
def test_what_sqlite_refuses_is_told_with_what_to_do(tmp_path: Path, spoil: Spoil, said: str) -> None:
    engine = open_engine(normalise_url(f"sqlite:///{tmp_path}/a.db"))
    with pytest.raises(DBAPIError) as caught, engine.connect() as connection:
        spoil(connection)
    engine.dispose()
    told = explanation(caught.value)
    assert told is not None
    assert told.startswith(said)


def test_a_full_disk_is_told_wherever_it_is_met() -> None:
    assert (explanation(OSError(errno.ENOSPC, "No space left on device")) or "").startswith("The disk is full.")


def test_a_fault_of_the_program_is_not_explained_away() -> None:
    assert explanation(KeyError("position")) is None


def test_a_file_that_is_no_database_is_named_and_left_alone(tmp_path: Path) -> None:
    letter = tmp_path / "brev.db"
    letter.write_text("Kære kommune, " * 100)
    refused = command("verify", DATABASE_URL=f"sqlite:///{letter}")
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (2, 1)
    assert "is no SQLite database" in refused.stderr
    assert letter.read_text().startswith("Kære kommune, ")


def test_a_place_where_no_folder_can_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "var").write_text("in the way")
    refused = command("migrate", DATABASE_URL=f"sqlite:///{tmp_path}/var/register.db")
    assert refused.exit_code == 2
    assert f"The folder {tmp_path}/var for the database cannot be made" in refused.stderr
    assert "DATABASE_URL=sqlite:////" in refused.stderr


def test_the_folder_is_made_for_every_command(tmp_path: Path) -> None:
    made = command("migrate", DATABASE_URL=f"sqlite:///{tmp_path}/a/b/register.db")
    assert made.exit_code == 0, made.stderr
    assert (tmp_path / "a" / "b" / "register.db").is_file()


def test_an_export_into_a_folder_that_is_not_there_names_it(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/a.db"
    assert command("migrate", DATABASE_URL=url).exit_code == 0
    refused = command("export", "systems", "--output", f"{tmp_path}/ud/s.csv", DATABASE_URL=url)
    assert refused.exit_code == 2
    assert f"There is no folder {tmp_path}/ud." in refused.stderr


@pytest.mark.parametrize(
    "words", [("who", "--all"), ("export", "systems"), ("verify",), ("evaluate",), ("rebuild",)], ids=str
)
def test_a_mistyped_address_makes_no_empty_register(tmp_path: Path, words: tuple[str, ...]) -> None:
    refused = command(*words, DATABASE_URL=f"sqlite:///{tmp_path}/nix.db")
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert f"There is no register in sqlite:///{tmp_path}/nix.db." in refused.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_folder_in_place_of_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUnusable, match="is a folder, not a file"):
        open_engine(normalise_url(f"sqlite:///{tmp_path}"))


def test_a_place_that_may_not_be_written_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # An administrator may write everywhere, and the tests may run as one.
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    with pytest.raises(DatabaseUnusable, match=f"{tmp_path}, and this user may not write there"):
        open_engine(normalise_url(f"sqlite:///{tmp_path}/register.db"))


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:"])
def test_a_database_in_memory_is_refused(url: str) -> None:
    refused = command("verify", DATABASE_URL=url)
    assert (refused.exit_code, len(refused.stderr.splitlines())) == (2, 1)
    assert "names no file" in refused.stderr


@pytest.mark.soak
def test_a_demonstration_that_was_cut_off_leaves_nothing_in_the_way(tmp_path: Path) -> None:
    """A file size that may not be passed, as on a disk that is full: the second try begins anew, and ends."""
    url = f"sqlite:///{tmp_path}/var/demo.db"
    script = "import resource, runpy, sys; {limit} sys.argv[1:] = ['demo', '--load-only']; runpy.run_module('app')"
    limit = "resource.setrlimit(resource.RLIMIT_FSIZE, (1_500_000, 1_500_000));"
    cut, whole = (python("-c", script.format(limit=each), DATABASE_URL=url) for each in (limit, ""))
    assert cut.returncode == 2, cut.stderr
    assert "Traceback" not in cut.stderr
    assert whole.returncode == 0, whole.stderr
    assert sorted(path.name for path in (tmp_path / "var").iterdir()) == ["demo.db"]
    assert "loaded already" in command("demo", "--load-only", DATABASE_URL=url).stderr


def test_a_database_that_is_not_there_is_named(postgres_url: str) -> None:
    url = make_url(postgres_url).set(database="findes_ikke").render_as_string(hide_password=False)
    for words in (("verify",), ("migrate",), ("token", "create", "--name", "IT", "--role", "admin")):
        refused = command(*words, DATABASE_URL=url)
        assert (refused.exit_code, "createdb findes_ikke" in refused.stderr) == (2, True), refused.output


def test_a_host_that_is_not_found_is_said_without_the_password() -> None:
    url = make_url("postgresql://register@findes-ikke.invalid/register").set(password="hemmeligt")
    refused = command("verify", DATABASE_URL=url.render_as_string(hide_password=False))
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert "The host that DATABASE_URL names is not found." in refused.stderr
    assert "hemmeligt" not in refused.stderr


@pytest.mark.parametrize(
    "said",
    [
        'connection failed: FATAL:  password authentication failed for user "register"',
        "connection failed: fe_sendauth: no password supplied",
    ],
)
def test_a_password_that_is_not_accepted_is_said(said: str) -> None:
    error = SqlOperationalError("SELECT 1", {}, OperationalError(said))
    assert (explanation(error) or "").startswith("PostgreSQL does not accept the user or the password.")


def test_a_user_that_postgresql_does_not_know_is_said(postgres_url: str) -> None:
    url = make_url(postgres_url).set(username="ingen").render_as_string(hide_password=False)
    refused = command("verify", DATABASE_URL=url)
    assert (refused.exit_code, "does not accept the user or the password" in refused.stderr) == (2, True)


def registered(tmp_path: Path) -> str:
    url = f"sqlite:///{tmp_path}/a.db"
    assert command("migrate", DATABASE_URL=url).exit_code == 0
    return url


def unread(*words: str, **environment: str) -> int:
    """The exit status of a command whose standard output nobody reads."""
    reading, writing = os.pipe()
    os.close(reading)
    try:
        done = subprocess.run(
            [sys.executable, "-m", "app", *words],
            cwd=ROOT,
            env={**os.environ, **environment},
            stdout=writing,
            stderr=subprocess.PIPE,
            timeout=60,
            check=False,
        )
    finally:
        os.close(writing)
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr
    return done.returncode


def test_a_reader_who_is_gone_changes_nothing_about_what_was_done(tmp_path: Path) -> None:
    url, rows = registered(tmp_path), tmp_path / "rows.csv"
    rows.write_text("Enhed\nKommunen\n")
    assert unread("import", "units", str(rows), "--json", DATABASE_URL=url) == 0
    assert "Kommunen" in command("export", "units", DATABASE_URL=url).stdout
    assert unread("export", "units", DATABASE_URL=url) == 141


def test_new_files_are_their_owners_alone_and_others_keep_their_mode(tmp_path: Path) -> None:
    url, file = registered(tmp_path), tmp_path / "ud.csv"
    assert (tmp_path / "a.db").stat().st_mode & 0o777 == 0o600
    assert command("backup", str(tmp_path / "b.zip"), DATABASE_URL=url).exit_code == 0
    restored = {"DATABASE_URL": f"sqlite:///{tmp_path}/b.db"}
    assert command("restore", str(tmp_path / "b.zip"), **restored).exit_code == 0
    assert (tmp_path / "b.db").stat().st_mode & 0o777 == 0o600
    modes = []
    for _ in range(2):
        assert command("export", "units", "--output", str(file), DATABASE_URL=url).exit_code == 0
        modes.append(file.stat().st_mode & 0o777)
        file.chmod(0o640)
        (tmp_path / "a.db").chmod(0o660)
    assert (modes, (tmp_path / "a.db").stat().st_mode & 0o777) == ([0o600, 0o640], 0o660)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("backup", "/proc/x.zip"), "No file can be made in /proc"),
        (("export", "--all", "/proc/x"), "No file can be made in /proc"),
        (("who", "--all", "--output", "/proc/x"), "No file can be made in /proc"),
        (("export", "systems", "--output", "."), ". is a folder. Name a file in it."),
        (("backup", ""), ". is a folder. Name a file in it."),
        (("restore", "/nonexist"), "There is no backup at /nonexist."),
    ],
)
def test_a_place_that_cannot_be_used_is_said_before_the_work_begins(
    tmp_path: Path, words: tuple[str, ...], said: str
) -> None:
    refused = command(*words, DATABASE_URL=registered(tmp_path))
    assert (refused.exit_code, refused.stdout, len(refused.stderr.splitlines())) == (2, "", 1), refused.stderr
    assert said in refused.stderr


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("TIME_ZONE", "Mars/X", "'Mars/X' is no time zone"),
        ("LOCK_TIMEOUT_SECONDS", "inf", "LOCK_TIMEOUT_SECONDS"),
        ("LOCK_TIMEOUT_SECONDS", "0.0001", "LOCK_TIMEOUT_SECONDS"),
    ],
)
def test_a_setting_that_cannot_be_is_said(tmp_path: Path, name: str, value: str, said: str) -> None:
    refused = command("evaluate", **{"DATABASE_URL": f"sqlite:///{tmp_path}/a.db", name: value})
    assert (refused.exit_code, refused.stdout) == (2, "")
    assert said in refused.stderr


def test_a_user_without_the_right_is_told_what_it_needs(postgres_url: str) -> None:
    url = make_url(postgres_url)
    engine = open_engine(normalise_url(postgres_url))
    with engine.begin() as connection:
        connection.exec_driver_sql(f"CREATE ROLE few_{url.database} LOGIN PASSWORD 'x'")
    engine.dispose()
    few = url.set(username=f"few_{url.database}", password="x").render_as_string(hide_password=False)
    refused = command("evaluate", DATABASE_URL=few)
    assert refused.exit_code == 2
    assert "The database does not let this user do that." in refused.stderr
