"""`import kitos`, `sync kitos` and `kitos differences` on the command line."""

import json
from collections.abc import Callable

import pytest
from typer.testing import CliRunner, Result

from app.cli import app as commands
from tests.support.kitos import TOKEN, StandIn

Run = Callable[..., Result]


@pytest.fixture
def run(empty_database_url: str, kitos: StandIn, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    monkeypatch.setenv("KITOS_TOKEN", TOKEN)
    return lambda *words: CliRunner().invoke(commands, list(words))


def test_from_the_first_import_to_a_decision(run: Run, kitos: StandIn) -> None:
    unit = kitos.unit("Kommunen")
    usage = kitos.usage("Omsorg", unit)
    tried = run("import", "kitos", kitos.address, "--dry-run")
    assert (tried.exit_code, "dry run" in tried.stderr) == (0, True), tried.output
    made = run("import", "kitos", kitos.address, "--json")
    assert (made.exit_code, json.loads(made.stdout)["whole"]) == (0, True), made.output
    assert "Nothing has changed" in run("sync", "kitos", kitos.address).stderr
    del kitos.usages[usage["uuid"]]
    run("import", "kitos", kitos.address)
    found = run("kitos", "differences", "--json")
    (difference,) = json.loads(found.stdout)
    assert "deleted" in run("kitos", "differences").stdout
    assert run("kitos", "resolve", difference["id"], "outside").exit_code == 2
    assert run("kitos", "resolve", difference["id"], "maybe").exit_code == 2
    assert run("kitos", "resolve", difference["id"], "register").exit_code == 0
    assert "0 differences" in run("kitos", "differences").stderr


def test_what_is_wrong_is_said_without_the_token(run: Run, kitos: StandIn, monkeypatch: pytest.MonkeyPatch) -> None:
    kitos.tokens = set()
    refused = run("import", "kitos", kitos.address)
    assert (refused.exit_code, TOKEN in refused.output) == (2, False)
    assert "does not know the token" in refused.stderr
    monkeypatch.delenv("KITOS_TOKEN")
    assert "Set KITOS_TOKEN" in run("sync", "kitos", kitos.address).stderr
    assert "--roles has to be a JSON object" in run("sync", "kitos", kitos.address, "--roles", "[").stderr


def test_what_is_left_out_ends_it_with_1(run: Run, kitos: StandIn) -> None:
    kitos.usage("", kitos.unit("Kommunen"))
    done = run("import", "kitos", kitos.address)
    assert (done.exit_code, "Systemet uden navn" in done.stderr) == (1, True), done.output
    assert "1 left out, which counts as refused." in done.stderr
