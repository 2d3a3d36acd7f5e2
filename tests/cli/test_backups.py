"""The commands `backup`, `restore` and `erase-again`."""

import errno
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.anchors.anchor import Anchor, sign
from app.anchors.keys import load_private
from app.cli import app
from tests.support.api import open_begun_api

pytestmark = pytest.mark.one_database("the commands; tests/backup ask both databases")
Run = Callable[..., Result]


@pytest.fixture
def run(sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command on a register with somebody who has left, in an empty folder."""
    api = open_begun_api(sqlite_url)
    api.person("Agnete Borte", leavesOn="2026-01-31")
    api.register.database.dispose()
    monkeypatch.setenv("DATABASE_URL", sqlite_url)
    monkeypatch.chdir(tmp_path)

    def run(*words: str) -> Result:
        return CliRunner().invoke(app, list(words))

    return run


def person_of(url: str) -> str:
    api = open_begun_api(url)
    (person,) = api.read("/v1/people")["items"]
    api.register.database.dispose()
    return str(person["id"])


def test_a_backup_is_restored_and_who_was_erased_is_forgotten(
    run: Run, sqlite_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken = run("backup", "b.zip")
    assert (taken.exit_code, taken.stdout) == (0, ""), taken.stderr
    assert "b.zip is written" in taken.stderr
    assert "set ERASURE_LIST" in taken.stderr
    Path("list").write_text(f'{{"at": "2026-03-02T09:00:00Z", "personId": "{person_of(sqlite_url)}"}}\n')
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    done = run("restore", "b.zip", "--erasures", "list")
    assert (done.exit_code, done.stdout) == (0, ""), done.stderr
    assert "1 people who were erased after that are erased again." in done.stderr
    assert "Every table is as it says" in done.stderr
    assert "Not covered: " in done.stderr
    assert "A token that was revoked after that works again." in done.stderr
    assert run("verify").exit_code == 0
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/other.db")
    plain = run("restore", "b.zip")
    assert "Whoever was erased after that is there again" in plain.stderr
    monkeypatch.setenv("ERASURE_LIST", "list")
    again = run("erase-again")
    assert (again.exit_code, "1 people are erased again; 0 of the list" in again.stderr) == (0, True)
    assert "0 people are erased again; 1 of the list" in run("erase-again").stderr


def test_anchors_up_to_the_backup_must_agree(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("ANCHOR_KEY_FILE", "anchor.key")
    run("anchor-key", "anchor.key")
    lines = run("anchor").stdout
    run("backup", "b.zip")
    run("token", "create", "--name", "IT", "--role", "reader")
    # The journal went on: what the backup lacks is no difference.
    Path("anchors.jsonl").write_text(lines + run("anchor").stdout)
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    done = run("restore", "b.zip", "--anchors", "anchors.jsonl")
    assert (done.exit_code, "Every anchor of them" in done.stderr) == (0, True), done.stderr
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/other.db")
    Path("anchors.jsonl").write_text("nonsense\n")
    refused = run("restore", "b.zip", "--anchors", "anchors.jsonl")
    assert (refused.exit_code, "not the one that was anchored" in refused.stderr) == (2, True)
    assert not Path("other.db").exists()


def test_an_anchor_from_before_the_backup_of_an_entry_that_it_lacks_is_refused(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ANCHOR_KEY_FILE", "anchor.key")
    run("anchor-key", "anchor.key")
    lines = run("anchor").stdout
    cut_off = sign(Anchor(1000, "a" * 64, datetime(2026, 3, 2, 9, tzinfo=UTC)), load_private(Path("anchor.key")))
    Path("anchors.jsonl").write_text(lines + cut_off.line() + "\n")
    run("backup", "b.zip")
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/new.db")
    refused = run("restore", "b.zip", "--anchors", "anchors.jsonl")
    assert (refused.exit_code, Path("new.db").exists()) == (2, False)
    assert "line 2 is the anchor of entry 1000, and the journal ends with entry" in refused.stderr


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("backup", "none/b.zip"), "There is no folder none"),
        (("backup", "b.txt"), "is there already"),
        (("restore", "none.zip"), "none.zip"),
        (("restore", "b.txt"), "cannot be used"),
        (("restore", "b.txt", "--public-key", "k"), "Name their file as well"),
        (("restore", "b.txt", "--erasures", "none"), "There is no list of erasures at none"),
        (("erase-again",), "No list of erasures is named"),
    ],
)
def test_what_cannot_be_done_exits_2(run: Run, words: tuple[str, ...], said: str) -> None:
    Path("b.txt").write_text("Kære kommune")
    refused = run(*words)
    assert (refused.exit_code, said in refused.stderr) == (2, True), refused.stderr


def test_no_register_is_made_to_back_it_up(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DATABASE_URL", f"sqlite:///{tmp_path}/none.db")
    refused = run("backup", "b.zip")
    assert (refused.exit_code, "There is no register in" in refused.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_one_sentence_and_leaves_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("app.backup.taking.write_manifest", full)
    refused = run("backup", "b.zip")
    assert (refused.exit_code, "The disk is full." in refused.stderr) == (2, True)
    assert list(tmp_path.iterdir()) == []
