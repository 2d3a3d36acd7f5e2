"""The command line answers at once: what a command does not need is not loaded."""

import json
import sys
from pathlib import Path

import pytest

from app.cli.console import program, working
from tests.support.program import python

#: What takes long to load, and has nothing to say in a help text.
HEAVY = {
    "alembic",
    "cryptography",
    "fastapi",
    "minio",
    "orjson",
    "rich.progress",
    "sqlalchemy",
    "sqlmodel",
    "starlette",
    "uvicorn",
}
#: Our own modules that the declarations of the commands may take.
LIGHT = {
    "app.cli",
    "app.core.errors",
    "app.core.memory",
    "app.core.languages",
    "app.vocabulary",
    "app.exports.choices",
    "app.imports.choices",
}
PACKAGES = {"app", "app.core", "app.exports", "app.imports"}


def loaded(*words: str, url: str = "sqlite:///none.db") -> set[str]:
    """The modules that a run of the command leaves in memory."""
    script = (
        "import json, sys\n"
        "from app.cli import app\n"
        f"try: app({list(words)!r}, prog_name='ansvarsregister')\n"
        "except SystemExit: pass\n"
        "print('\\n' + json.dumps(sorted(sys.modules)))\n"
    )
    done = python("-c", script, DATABASE_URL=url, COLUMNS="200")
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize(
    "words",
    [["--help"], ["import", "--help"], ["token", "create", "--help"], ["verify", "--help"], ["anchor", "--help"]],
)
def test_help_loads_nothing_that_it_does_not_say(words: list[str]) -> None:
    modules = loaded(*words)
    assert modules & HEAVY == set()
    ours = {name for name in modules if name.partition(".")[0] == "app"}
    assert {name for name in ours if not name.startswith("app.cli.")} <= LIGHT | PACKAGES


def test_what_serves_loads_nothing_for_anchors_that_nobody_asked_for() -> None:
    done = python("-c", "import sys, app.main; print(*{'cryptography', 'minio'} & set(sys.modules))")
    assert (done.returncode, done.stdout.strip()) == (0, ""), done.stderr


def test_who_loads_no_web_server_and_no_migrations(sqlite_url: str) -> None:
    modules = loaded("who", "nothing", url=sqlite_url)
    assert "app.responsibility.escalation.queries" in modules
    assert modules & {"alembic", "fastapi", "uvicorn"} == set()


def test_what_takes_long_says_so_in_a_line_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with working("Loading") as progress:
        progress(1, 2)
    assert capsys.readouterr() == ("", "Loading …\n")


def test_what_takes_long_shows_a_bar_on_a_terminal(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys.stderr, "isatty", lambda: True)
    monkeypatch.setenv("FORCE_COLOR", "1")
    with working("Loading [/] files") as progress:
        progress(1, 2)
    assert "Loading [/] files" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("called", "interpreter", "named"),
    [
        ("/opt/venv/bin/ansvarsregister", "/opt/venv/bin/python", "ansvarsregister"),
        ("{here}/app/__main__.py", "{here}/.venv/bin/python", ".venv/bin/python -m app"),
        ("{here}/app/__main__.py", "/usr/bin/python3", "python3 -m app"),
    ],
)
def test_messages_name_the_command_as_the_reader_calls_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, called: str, interpreter: str, named: str
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "argv", [called.format(here=tmp_path)])
    monkeypatch.setattr(sys, "executable", interpreter.format(here=tmp_path))
    assert program() == named
