import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from urllib.request import Request, urlopen

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.core.clock import Clock
from tests.support.api import ZONE, demonstrated
from tests.support.commands import command
from tests.support.databases import SqliteDatabases
from tests.support.program import call, free_port, python, running

SYSTEMS = "Nøgle;System;Beskrivelse;Kritikalitet\r\n1;Æbler;Et system;forretningskritisk\r\n2;Pærer;Et andet;ukendt\r\n"
Run = Callable[..., Result]


@pytest.fixture
def run(empty_database_url: str, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on an empty database of either kind; the command brings the schema itself."""
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "systemer.csv"
    path.write_text(SYSTEMS, encoding="utf-8-sig")
    return path


def test_token_is_alone_on_standard_output(run: Run) -> None:
    made = run("token", "create", "--name", "IT", "--role", "registrar", "--expires-on", "2099-01-01")
    assert made.exit_code == 0
    assert made.stdout.startswith("ansvar_")
    assert len(made.stdout.split()) == 1


def test_import_and_export_and_upkeep(run: Run, file: Path, tmp_path: Path) -> None:
    first = run("import", "systems", file, "--json")
    assert first.exit_code == 0, first.output
    report = json.loads(first.stdout)
    assert (report["created"], report["rejected"]) == (2, 0)
    again = run("import", "systems", file)
    assert (again.exit_code, again.stdout) == (0, "")
    assert "2 unchanged" in again.stderr
    out = tmp_path / "ud.csv"
    assert run("export", "systems", "--output", out).exit_code == 0
    assert "Æbler" in out.read_text(encoding="utf-8-sig")
    assert "Pærer" in run("export", "systems", "--format", "json").stdout
    sheet = tmp_path / "skema.xlsx"
    assert run("export", "systems", "--format", "xlsx", "--form", "sysAp", "--output", sheet).exit_code == 0
    known = json.loads(run("import", "systems", sheet, "--json").stdout)
    assert (known["form"], known["unchanged"]) == ("sysAp", 2)
    assert "--format xlsx --form sysAp" in run("export", "units", "--form", "sysAp").output
    assert "2 systems evaluated: 0 cards changed" in run("rebuild").stderr
    assert run("evaluate").exit_code == 0
    assert "The journal holds" in run("verify").stderr
    assert run("migrate").exit_code == 0


def test_dry_run_writes_nothing(run: Run, file: Path) -> None:
    assert "dry run" in run("import", "systems", file, "--dry-run").stderr
    assert "2 created" in run("import", "systems", file).stderr


def test_rejected_rows_are_told_and_make_it_exit_1(run: Run, file: Path) -> None:
    file.write_text(SYSTEMS + "3;Kiwi;x;vigtig\r\n", encoding="utf-8-sig")
    refused = run("import", "systems", file)
    assert refused.exit_code == 1
    assert "D4, Kritikalitet »vigtig«" in refused.stderr
    assert "Nothing is written" in refused.stderr
    partial = run("import", "systems", file, "--partial")
    assert (partial.exit_code, "2 created" in partial.stderr) == (1, True)


@pytest.mark.parametrize(
    ("mapping", "said"),
    [
        ("{", "--mapping is no JSON"),
        ('{"System": "colour"}', "no field 'colour'"),
        ('{"System": "name", "System": "supplier"}', "given more than once"),
    ],
)
def test_unusable_mapping_exits_2(run: Run, file: Path, mapping: str, said: str) -> None:
    refused = run("import", "systems", file, "--mapping", mapping)
    assert refused.exit_code == 2
    assert said in refused.stderr


def test_documents_are_printed_and_checked(run: Run) -> None:
    assert json.loads(run("openapi").stdout)["openapi"].startswith("3.")
    assert run("rules-docs").stdout.startswith("#")
    assert run("openapi", "--check").exit_code == 0
    assert run("rules-docs", "--check").exit_code == 0


def test_failures_say_what_to_do(tmp_path: Path) -> None:
    wrong = call("verify", DATABASE_URL="mysql://x")
    assert (wrong.returncode, "use sqlite:///file or postgresql://" in wrong.stderr) == (2, True)
    for nonsense in ("nonsense", ""):
        unread = command("verify", DATABASE_URL=nonsense)
        assert (unread.exit_code, len(unread.stderr.splitlines())) == (2, 1)
        assert "DATABASE_URL is no address of a database" in unread.stderr
    setting = command("verify", DATABASE_URL=f"sqlite:///{tmp_path}/a.db", POOL_SIZE="many")
    assert (setting.exit_code, "POOL_SIZE" in setting.stderr) == (2, True)
    away = command("verify", DATABASE_URL="postgresql://nobody@127.0.0.1:1/none")
    assert away.exit_code == 2
    assert "DATABASE_URL" in away.stderr
    role = command("token", "create", "--name", "x", "--role", "king", DATABASE_URL=f"sqlite:///{tmp_path}/a.db")
    assert role.exit_code == 2


def lines_until(beginning: str, stream: IO[str] | None) -> list[str]:
    """What a program says up to the line that begins so; it must say that line before it ends."""
    lines: list[str] = []
    for line in stream or ():
        lines.append(line)
        if line.startswith(beginning):
            return lines
    pytest.fail(f"it ended and never said «{beginning}»: {''.join(lines)}")


@pytest.fixture
def loaded(sqlite_databases: SqliteDatabases) -> Iterator[str]:
    """A register with the demonstration of today; how the program loads it, newcomers and the soak try."""
    with demonstrated(sqlite_databases, "today", Clock(ZONE)) as url:
        yield url


def test_demonstration_is_served_and_its_curl_line_answers(loaded: str) -> None:
    port = free_port()
    with running("demo", "--port", str(port), DATABASE_URL=loaded) as process:
        lines = lines_until("Stop", process.stdout)
        curl = next(line for line in lines if line.startswith("curl"))
        _, header, _, address, _ = curl.split("'")
        name, _, value = header.partition(": ")
        with urlopen(Request(address, headers={name: value})) as answer:  # noqa: S310 - our own address
            found = json.load(answer)
        assert found["total"] > 5
        assert all(item["owner"] for item in found["items"])
        taken = command("demo", "--port", str(port), DATABASE_URL=loaded)
        assert (taken.exit_code, "--port" in taken.stderr) == (2, True)
    again = command("demo", "--load-only", DATABASE_URL=loaded)
    assert (again.exit_code, "loaded already" in again.stderr) == (0, True)


def test_demonstration_is_refused_by_a_register_in_use(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/own.db"
    units = tmp_path / "enheder.csv"
    units.write_text("Enhed;Type\nByrådet;byråd\n", encoding="utf-8")
    assert command("import", "units", str(units), DATABASE_URL=url).exit_code == 0
    refused = command("demo", "--load-only", DATABASE_URL=url)
    assert (refused.exit_code, "empty register only" in refused.stderr) == (2, True)


def test_own_register_is_served(tmp_path: Path) -> None:
    port, url = free_port(), f"sqlite:///{tmp_path}/own.db"
    with running("serve", "--port", str(port), DATABASE_URL=url) as process:
        # It says so when it can be reached, and ends its output when it cannot.
        told = lines_until("Serving", process.stderr)
        assert told[-1] == f"Serving {url} at http://127.0.0.1:{port} (stop with Ctrl-C)\n"
        assert "token create --name NAME --role admin" in "".join(told)
        with urlopen(f"http://127.0.0.1:{port}/health/ready") as answer:
            assert json.load(answer) == {"status": "ok", "reads": "ok", "writes": "ok"}


def test_service_that_does_not_start_is_not_announced(tmp_path: Path) -> None:
    script = (
        "import sys, types\n"
        "from app.cli import app, serving\n"
        "async def fails(scope, receive, send): raise RuntimeError('no')\n"
        "sys.modules['broken'] = types.SimpleNamespace(make=lambda: fails)\n"
        "serving._APPLICATION, serving._UVICORN = 'broken:make', {**serving._UVICORN, 'lifespan': 'on'}\n"
        f"app(['serve', '--port', '{free_port()}'])\n"
    )
    ended = python("-c", script, DATABASE_URL=f"sqlite:///{tmp_path}/own.db")
    assert ended.returncode == 3, ended.stderr  # as the server itself ends where its start fails
    assert "Serving" not in ended.stderr
