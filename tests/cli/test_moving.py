"""`export --all` and `import --all`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from tests.support.api import open_begun_api

pytestmark = pytest.mark.one_database("the commands; tests/moving ask both databases")
Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on a register with a system, in an empty folder."""
    api = open_begun_api(sqlite_url)
    api.system(unitId=api.unit()["id"])
    api.register.database.dispose()
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    return run


@pytest.mark.parametrize("place", ["register.zip", "register"])
def test_a_register_moves(run: Run, place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    out = run("export", "--all", place)
    assert (out.exit_code, out.stdout) == (0, ""), out.stderr
    assert f"{place} is written" in out.stderr
    assert Path(place).stat().st_mode & 0o077 == 0
    assert [path.name for path in tmp_path.iterdir()] == [place]
    assert "left as it is" in run("export", "--all", place).stderr
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    dry = run("import", "--all", place, "--dry-run", "--json")
    assert dry.exit_code == 0, dry.stderr
    told = json.loads(dry.stdout)
    assert (told["rows"]["system"], told["evaluated"], told["dryRun"]) == (1, 1, True)
    moved = run("import", "--all", place, "--keep-ids")
    assert (moved.exit_code, "system: 1" in moved.stderr) == (0, True), moved.stderr
    again = run("import", "--all", place)
    assert (again.exit_code, "not empty" in again.stderr) == (2, True)
    assert run("verify").exit_code == 0


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["import"], "Name KIND and FILE"),
        (["import", "units"], "Missing argument"),
        (["import", "--keep-ids", "units", "x.csv"], "leave out KIND"),
        (["import", "--all", "x.csv", "units", "x.csv"], "leave out KIND"),
        (["export"], "Name DATASET"),
        (["export", "systems", "--all", "y.zip"], "leave out DATASET"),
        (["export", "--all", "none/y.zip"], "There is no folder none"),
    ],
)
def test_a_command_that_mixes_the_two_is_told_apart(run: Run, words: list[str], said: str) -> None:
    Path("x.csv").write_text("name\n")
    answer = run(*words)
    assert (answer.exit_code, said in answer.stderr) == (2, True), answer.stderr


def test_a_folder_that_holds_no_register_is_told(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    (tmp_path / "empty").mkdir()
    answer = run("import", "--all", "empty")
    assert (answer.exit_code, "no manifest.json" in answer.stderr) == (2, True), answer.stderr
