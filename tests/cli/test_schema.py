"""Which commands work with a schema that is not this release's: `serve`, `demo` and `migrate` bring it up to date."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import pool, text
from typer.main import get_command

from app.cli import app
from app.core.engines import normalise_url, open_engine
from app.core.migrate import known_revisions
from app.imports.choices import ImportKind
from tests.support.commands import command
from tests.support.databases import Databases
from tests.upgrade.databases import as_written

OLD = "0005"
#: What each command is called with; the files are there.
CALLS: dict[str, tuple[str, ...]] = {
    "anchor": (),
    "erase-again": ("--erasures", "list"),
    "evaluate": (),
    "export": ("systems",),
    "import": ("--all", "folder"),
    **{f"import {kind}": ("rows.csv",) for kind in ImportKind},
    "import kitos": ("https://kitos.example",),
    "kitos differences": (),
    "kitos resolve": ("1", "register"),
    "rebuild": (),
    "sync kitos": ("https://kitos.example",),
    "token create": ("--name", "IT", "--role", "admin"),
    "token rotate": ("1",),
    "verify": (),
    "who": ("ksd",),
}
#: They migrate, take the schema as it is, need an empty place, or no database at all.
OTHERS = {
    *("serve", "demo", "migrate"),
    *("backup", "restore"),
    *("anchor-key", "openapi", "rules-docs"),
}


def names(of: Any, before: str = "") -> Iterator[str]:
    """The commands, and those within them."""
    for name, each in of.commands.items():
        if not hasattr(each, "commands") or each.invoke_without_command:
            yield before + name
        if hasattr(each, "commands"):
            yield from names(each, f"{before}{name} ")


@pytest.fixture
def old(databases: Databases, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The database of an earlier release, and a folder with what the commands take."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("KITOS_TOKEN", "none")
    monkeypatch.setenv("ANCHOR_KEY_FILE", "anchor.key")
    (tmp_path / "rows.csv").write_text("Navn\nx\n")
    (tmp_path / "list").touch()
    (tmp_path / "folder").mkdir()
    assert command("anchor-key", "anchor.key").exit_code == 0
    with databases.copy_of(f"written-{OLD}", as_written(OLD)) as url:
        monkeypatch.setenv("DATABASE_URL", url)
        yield url


def content(url: str) -> dict[str, list[Any]]:
    """Every row of every table, in any order."""
    engine = open_engine(normalise_url(url), poolclass=pool.NullPool)
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            tables = connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")).all()
        else:
            tables = connection.scalars(text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        return {name: sorted(map(repr, connection.execute(text(f'SELECT * FROM "{name}"')))) for name in tables}


def schema(url: str) -> str:
    with open_engine(normalise_url(url), poolclass=pool.NullPool).connect() as connection:
        return str(connection.scalar(text("SELECT version_num FROM alembic_version")))


def test_every_command_is_told_of() -> None:
    assert {*CALLS, *OTHERS} == set(names(get_command(app)))


@pytest.mark.one_database("the commands ask for the schema in one place, which the next test asks on both")
def test_every_command_refuses_an_older_schema_and_touches_nothing(old: str) -> None:
    before = content(old)
    for name, words in CALLS.items():
        refused = command(*name.split(), *words)
        assert (refused.exit_code, refused.stdout) == (2, ""), (name, refused.output)
        assert f"The database has schema {OLD}" in refused.stderr, (name, refused.output)
        assert "-m app migrate" in refused.stderr, name
        assert content(old) == before, name


def test_migrate_brings_it_up_to_date_and_a_check_does_not(old: str) -> None:
    assert (command("verify").exit_code, schema(old)) == (2, OLD)
    assert (command("migrate").exit_code, schema(old)) == (0, known_revisions()[-1])
    assert command("verify").exit_code == 0
    assert command("token", "create", "--name", "IT", "--role", "admin").exit_code == 0


@pytest.mark.one_database("the order of the commands alone")
def test_a_backup_takes_an_older_schema_as_it_is(old: str) -> None:
    before = content(old)
    taken = command("backup", "b.zip")
    assert (taken.exit_code, content(old) == before) == (0, True), taken.output
