"""The list of erasures that is kept beside the backups."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.register.erasure_list import Erasure, ErasureList, ErasureListUnusable, read_erasures

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


def test_a_line_is_added_and_read(tmp_path: Path) -> None:
    file = tmp_path / "erasures.jsonl"
    ErasureList(file).add(AT, ["a", "b"])
    ErasureList(file).add(AT.replace(hour=10), ["a"])
    assert file.read_text().splitlines()[0] == '{"at":"2026-03-02T09:00:00Z","personId":"a"}'
    assert file.stat().st_mode & 0o777 == 0o600
    assert read_erasures(file) == [Erasure(AT, "a"), Erasure(AT, "b")], "each person once"


def test_a_line_that_was_cut_off_keeps_to_itself_and_is_named(tmp_path: Path) -> None:
    file = tmp_path / "erasures.jsonl"
    file.write_text('{"at":"2026-03-')
    ErasureList(file).add(AT, ["b"])
    with pytest.raises(ErasureListUnusable, match="Line 1 of"):
        read_erasures(file)
    file.write_text("\n".join(["", *file.read_text().splitlines()[1:]]))
    assert read_erasures(file) == [Erasure(AT, "b")]


@pytest.mark.parametrize(
    "line", ["[]", "{}", '{"at": 1, "personId": "a"}', '{"at": "2026-03-02", "personId": "a"}', "nonsense",
             '{"at": "2026-03-02T09:00:00Z", "personId": 1}']
)  # fmt: skip
def test_a_line_that_is_no_erasure_is_named(tmp_path: Path, line: str) -> None:
    file = tmp_path / "erasures.jsonl"
    file.write_text(line)
    with pytest.raises(ErasureListUnusable, match="Line 1 of"):
        read_erasures(file)


def test_an_erasure_that_cannot_be_listed_is_told_with_the_person(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    ErasureList(tmp_path / "none" / "erasures.jsonl").add(AT, ["a"])
    assert "the erasure of a at 2026-03-02T09:00:00Z is not in" in caplog.text


def test_without_a_file_nothing_is_written() -> None:
    ErasureList(None).add(AT, ["a"])
