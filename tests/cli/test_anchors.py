"""The commands about anchors, and `verify --anchors`."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli import app
from app.core.config import Settings
from app.core.database import Database
from tests.anchors.anchoring import write_lines
from tests.support.program import call, free_port, running

pytestmark = pytest.mark.one_database("the commands; tests/anchors ask both databases")
Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on a register with one entry, in a folder where a pair of keys lies."""
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ANCHOR_KEY_FILE", "anchor.key")

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    made = run("anchor-key", "anchor.key")
    assert (made.exit_code, made.stdout) == (0, "")
    assert "verify --anchors FILE --public-key anchor.key.pub" in made.stderr
    return run


def test_a_pair_of_keys_is_made_once(run: Run) -> None:
    again = run("anchor-key", "anchor.key")
    assert (again.exit_code, "is left as it is" in again.stderr) == (2, True)


def test_an_anchor_is_printed_and_agrees(run: Run) -> None:
    printed = run("anchor")
    assert printed.exit_code == 0
    assert json.loads(printed.stdout)["revision"] == 1
    assert "Entry 1 is anchored" in printed.stderr
    Path("anchors.jsonl").write_text(printed.stdout)
    held = run("verify", "--anchors", "anchors.jsonl", "--public-key", "anchor.key.pub")
    assert (held.exit_code, held.stdout) == (0, "")
    assert "Every anchor in anchors.jsonl agrees" in held.stderr


def test_an_anchor_goes_where_the_setting_says(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANCHOR_TO", f"file://{tmp_path}/anchors.jsonl")
    for _ in range(2):
        written = run("anchor")
        assert (written.exit_code, written.stdout) == (0, "")
    assert len(Path("anchors.jsonl").read_text().splitlines()) == 2
    # The key beside the setting's.
    assert run("verify", "--anchors", "anchors.jsonl").exit_code == 0


def test_the_key_beside_the_anchors_comes_first(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    Path("anchors.jsonl").write_text(run("anchor").stdout)
    run("anchor-key", "other.key")
    Path("anchors.jsonl.pub").write_bytes(Path("other.key.pub").read_bytes())
    refused = run("verify", "--anchors", "anchors.jsonl")
    assert (refused.exit_code, "line 1 is signed by the key" in refused.stderr) == (1, True)
    Path("anchors.jsonl.pub").unlink()
    monkeypatch.delenv("ANCHOR_KEY_FILE")
    unknown = run("verify", "--anchors", "anchors.jsonl")
    assert (unknown.exit_code, "Name it: --public-key FILE" in unknown.stderr) == (2, True)


def test_a_difference_is_named_and_makes_it_exit_1(run: Run, sqlite_url: str) -> None:
    write_lines(Path("anchors.jsonl"), [run("anchor").stdout.strip(), "nonsense"])
    found = run("verify", "--anchors", "anchors.jsonl")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "not the one that was anchored: in anchors.jsonl, line 2 is no JSON, or was cut off." in found.stderr
    assert "The journal holds" not in found.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("verify", "--public-key", "anchor.key.pub"), "Name their file as well"),
        (("verify", "--anchors", "none.jsonl"), "There is no file of anchors at none.jsonl"),
        (
            ("verify", "--anchors", "none.jsonl", "--public-key", "none.pub"),
            "There is no file of anchors at none.jsonl",
        ),
        (("restore", "anchor.key", "--anchors", "none.jsonl"), "There is no file of anchors at none.jsonl"),
        (("verify", "--anchors", "there.jsonl", "--public-key", "none.pub"), "none.pub cannot be read"),
        (("verify", "--anchors", "there.jsonl", "--public-key", "anchor.key"), "holds a private key"),
    ],
)
def test_what_cannot_be_checked_exits_2(run: Run, words: tuple[str, ...], said: str) -> None:
    Path("there.jsonl").write_text("{}\n")
    refused = run(*words)
    assert (refused.exit_code, said in refused.stderr) == (2, True)


def test_an_anchor_without_a_key_says_how_to_make_one(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ANCHOR_KEY_FILE")
    refused = run("anchor")
    assert (refused.exit_code, "anchor-key PATH" in refused.stderr) == (2, True)


def test_an_empty_journal_has_nothing_to_anchor(run: Run, sqlite_url: str) -> None:
    database = Database(Settings(database_url=sqlite_url))
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE register_state SET revision = 0")
    database.dispose()
    refused = run("anchor")
    assert (refused.exit_code, "no entry yet" in refused.stderr) == (2, True)


def test_what_is_served_is_anchored_up_to_its_end(run: Run, sqlite_url: str, tmp_path: Path) -> None:
    file = tmp_path / "anchors.jsonl"
    settings = {"ANCHOR_TO": f"file://{file}", "ANCHOR_KEY_FILE": str(tmp_path / "anchor.key")}
    with running("serve", "--port", str(free_port()), DATABASE_URL=sqlite_url, **settings) as process:
        assert process.stderr is not None
        assert any(line.startswith("Serving") for line in process.stderr)
        assert run("token", "create", "--name", "IT", "--role", "reader").exit_code == 0
    revisions = [json.loads(line)["revision"] for line in file.read_text().splitlines()]
    assert (revisions[-1], revisions == sorted(set(revisions))) == (2, True)
    assert run("verify", "--anchors", str(file)).exit_code == 0


def test_a_register_whose_anchors_cannot_be_kept_is_not_served(sqlite_url: str, tmp_path: Path) -> None:
    settings = {"DATABASE_URL": sqlite_url, "ANCHOR_TO": f"file://{tmp_path}/a", "ANCHOR_KEY_FILE": f"{tmp_path}/none"}
    refused = call("serve", "--port", str(free_port()), **settings)
    assert (refused.returncode, "none cannot be read" in refused.stderr) == (2, True)
    assert len(refused.stderr.splitlines()) == 1
    assert list(tmp_path.iterdir()) == []
