"""The file of a backup: whole or not there, and what was done to it is named before anything is read from it."""

import random
from collections.abc import Callable
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import orjson
import pytest

from app.backup.archive import _seal, check, new_archive
from app.backup.manifest import BackupUnusable
from tests.backup.rehearsing import backed_up, restored
from tests.support.databases import SqliteDatabases

Parts = dict[str, bytes]

PERSON = "tables/person.jsonl"


@pytest.fixture
def path(sqlite_url: str, tmp_path: Path) -> Path:
    backed_up(sqlite_url, tmp_path / "b.zip")
    return tmp_path / "b.zip"


def refusal(path: Path, databases: SqliteDatabases) -> str:
    """What a restore says; it must write nothing."""
    with databases.empty() as place:
        with pytest.raises(BackupUnusable) as caught:
            restored(path, place)
        folder = Path(place.removeprefix("sqlite:///"))
        assert not list(folder.parent.glob(f"{folder.name}*"))
    return str(caught.value)


def rewrite(path: Path, change: Callable[[Parts], object]) -> None:
    """The archive with other parts, sealed as if it had been written so."""
    with ZipFile(path) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    change(parts)
    with path.open("w+b") as file:
        with ZipFile(file, "w", ZIP_DEFLATED) as archive:
            archive.comment = bytes(64)
            for name, content in parts.items():
                archive.writestr(name, content)
        _seal(file)


def change_manifest(**values: object) -> Callable[[Parts], object]:
    def change(parts: Parts) -> None:
        parts["manifest.json"] = orjson.dumps(orjson.loads(parts["manifest.json"]) | values)

    return change


def test_a_backup_is_readable_by_its_owner_alone_and_by_any_zip_program(path: Path) -> None:
    assert path.stat().st_mode & 0o777 == 0o600
    assert [left.name for left in path.parent.glob("*b.zip*")] == ["b.zip"]
    with ZipFile(path) as archive:
        assert archive.testzip() is None
    assert check(path).rows > 0


def test_any_flipped_byte_is_noticed(path: Path, sqlite_databases: SqliteDatabases) -> None:
    content = path.read_bytes()
    chosen = random.Random(1)  # noqa: S311 - the same bytes each time
    places = {0, len(content) - 1, *(chosen.randrange(len(content)) for _ in range(60))}
    for place in places:
        damaged = bytearray(content)
        damaged[place] ^= 1 << chosen.randrange(8)
        path.write_bytes(damaged)
        with pytest.raises(BackupUnusable, match="cannot be used"):
            check(path)
    assert "Nothing was written; take another backup" in refusal(path, sqlite_databases)


def test_a_directory_that_points_to_before_the_file_is_damage(path: Path) -> None:
    content = bytearray(path.read_bytes())
    # Where the end says that the directory begins: four bytes, six before the comment.
    place = content.rindex(b"PK\x05\x06") + 16
    content[place : place + 4] = (int.from_bytes(content[place : place + 4], "little") + len(content)).to_bytes(
        4, "little"
    )
    path.write_bytes(content)
    with pytest.raises(BackupUnusable, match="points to before its beginning"):
        check(path)


@pytest.mark.parametrize("share", [0, 0.01, 0.5, 0.999])
def test_a_file_that_was_cut_off_is_refused(path: Path, share: float, sqlite_databases: SqliteDatabases) -> None:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    assert "cannot be used" in refusal(path, sqlite_databases)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda parts: parts.pop(PERSON), f"{PERSON} is missing"),
        (lambda parts: parts.pop("manifest.json"), "it has no manifest.json"),
        (lambda parts: parts.update({"tables/extra.jsonl": b""}), "it holds 'tables/extra.jsonl'"),
        (lambda parts: parts.update({"../../etc/cron.d/x": b"* * * * *"}), "it holds '../../etc/cron.d/x'"),
        (lambda parts: parts.update({"/etc/passwd": b""}), "it holds '/etc/passwd'"),
        (lambda parts: parts.update({PERSON: b"[1]\n"}), f"{PERSON} is not what was written"),
        (lambda parts: parts.update({PERSON: bytes(50_000_000)}), f"{PERSON} is not what was written"),
        (lambda parts: parts.update({"manifest.json": b"{}"}), "is not one that this release reads"),
        (lambda parts: parts.update({"manifest.json": bytes(2_000_000)}), "larger than any"),
        (change_manifest(format=2), "Another release may have written it"),
        (change_manifest(schema_revision="0001"), "its tables are not those of schema 0001"),
        (change_manifest(head_hash="0" * 64), "the journal's head is not the one"),
        (change_manifest(parts=[]), "which no backup has"),
    ],
)
def test_what_was_made_of_it_is_named(
    path: Path, change: Callable[[Parts], object], said: str, sqlite_databases: SqliteDatabases
) -> None:
    rewrite(path, change)
    assert said in refusal(path, sqlite_databases)


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_part_that_is_there_twice_is_refused(path: Path) -> None:
    with path.open("r+b") as file:
        with ZipFile(file, "a") as archive:
            archive.writestr(PERSON, archive.read(PERSON))
            archive.comment = bytes(64)
        _seal(file)
    with pytest.raises(BackupUnusable, match="it holds a part twice"):
        check(path)


def test_a_letter_is_no_backup(tmp_path: Path, sqlite_databases: SqliteDatabases) -> None:
    letter = tmp_path / "brev.txt"
    letter.write_text("Kære kommune, " * 100)
    assert "cannot be used" in refusal(letter, sqlite_databases)


def test_a_file_that_is_there_is_never_overwritten(path: Path, sqlite_url: str) -> None:
    content = path.read_bytes()
    with pytest.raises(BackupUnusable, match="is there already"):
        backed_up(sqlite_url, path)
    assert path.read_bytes() == content


def test_nor_is_one_that_comes_meanwhile(tmp_path: Path, sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "b.zip"
    monkeypatch.setattr("app.backup.archive.check", lambda _unfinished: path.write_text("faster"))
    with pytest.raises(BackupUnusable, match="is there already"):
        backed_up(sqlite_url, path)
    assert (path.read_text(), list(tmp_path.iterdir())) == ("faster", [path])


def test_what_breaks_on_the_way_leaves_nothing(tmp_path: Path) -> None:
    def write() -> None:
        with new_archive(tmp_path / "b.zip") as archive:
            archive.writestr("manifest.json", b"{}")
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        write()
    assert list(tmp_path.iterdir()) == []


def test_a_log_that_an_earlier_database_left_is_not_taken_over(path: Path, sqlite_databases: SqliteDatabases) -> None:
    with sqlite_databases.empty() as place:
        Path(f"{place.removeprefix('sqlite:///')}-wal").write_bytes(b"old")
        with pytest.raises(BackupUnusable, match="-wal is there already"):
            restored(path, place)
