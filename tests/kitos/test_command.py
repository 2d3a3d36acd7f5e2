"""`import kitos`, `sync kitos` and `kitos differences` on the command line."""

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app as commands
from tests.support.kitos import TOKEN, StandIn

Run = Callable[..., Result]


@pytest.fixture
def run(empty_database_url: str, kitos: StandIn, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("DATABASE_URL", empty_database_url)
    monkeypatch.setenv("KITOS_TOKEN", TOKEN)
    monkeypatch.chdir(tmp_path)
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


def test_differences_are_read_by_names_on_a_line_each(run: Run, kitos: StandIn) -> None:
    unit = kitos.unit("Kommunen")
    usage = kitos.usage("Omsorg", unit, [("Systemejer", kitos.user("Ida Holm", "ida@kommune.example"))])
    kitos.contract("Drift", usage, validTo="2027-12-31T00:00:00Z")
    assert run("import", "kitos", kitos.address).exit_code == 0
    rows = f"Nøgle;System;Kritikalitet;Bemærkninger\r\n{usage['uuid']};Omsorg;ikke kritisk;Vores\r\n"
    Path("rows.csv").write_text(rows, encoding="utf-8-sig")
    done = run("import", "systems", "rows.csv", "--source", "kitos")
    assert done.exit_code == 0, done.output
    usage["general"] |= {"isSociallyCritical": "Yes", "notes": "Deres\nto linjer"}
    usage["roles"] = [kitos.role("Systemejer", {"uuid": kitos.new(), "name": "Bo Lind"})]
    (contract,) = kitos.contracts.values()
    del kitos.contracts[contract["uuid"]]
    assert run("import", "kitos", kitos.address, "--partial").exit_code == 1
    said = run("kitos", "differences").stdout
    lines = sorted(line.partition("  ")[2] for line in said.splitlines())
    assert lines == [
        "changed: »Omsorg«, Bemærkninger: KITOS »Deres to linjer«; register »Vores«.",
        "changed: »Omsorg«, Kritikalitet: KITOS »samfundskritisk«; register »ikke kritisk«.",
        (
            "changed: »Omsorg«, systemejer: KITOS en bruger, der ikke er i registret; register »Systemejer« (Ida Holm)."
            " »Bo Lind« har ingen stilling i registret."
        ),
        "deleted: »Drift«: KITOS findes ikke; register »Drift«.",
    ]
    assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-|None|\[", "".join(lines))
