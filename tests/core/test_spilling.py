"""What does not fit in memory lies in a file, and is as if it had never been away."""

import gc
from tempfile import TemporaryFile
from typing import IO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core import spilling
from app.core.spilling import BLOCK, MOST, Blocks, SpilledList

NUMBERS = range(BLOCK * MOST * 2 + 7)


def test_a_list_is_read_as_any_other() -> None:
    spilled, plain = SpilledList(NUMBERS), list(NUMBERS)
    assert len(spilled) == len(plain)
    assert list(spilled) == plain == list(spilled), "and again"
    assert spilled == plain
    assert spilled != plain[1:]
    for place in (0, BLOCK - 1, BLOCK, len(plain) // 2, -1, -len(plain)):
        assert spilled[place] == plain[place]
    assert spilled[3 : BLOCK * 3 : 100] == plain[3 : BLOCK * 3 : 100]
    with pytest.raises(IndexError):
        _ = spilled[len(plain)]


def test_two_readers_of_one_list_keep_to_their_places() -> None:
    spilled = SpilledList(NUMBERS)
    assert all(one == other for one, other in zip(spilled, spilled, strict=True))


@given(changes=st.lists(st.tuples(st.integers(0, 19), st.text(max_size=40)), max_size=60))
def test_what_was_changed_comes_back_changed_whatever_was_away_meanwhile(changes: list[tuple[int, str]]) -> None:
    blocks = Blocks[list[str]](2, are_changed=True)
    made = [blocks.block([[], []]) for _ in range(10)]
    expected: list[list[str]] = [[] for _ in range(20)]
    for place, text in changes:
        made[place // 2][place % 2].append(text)
        expected[place].append(text)
    assert [made[place // 2][place % 2] for place in range(20)] == expected


def test_few_need_no_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(spilling, "TemporaryFile")
    assert list(SpilledList(range(BLOCK * (MOST - 1)))) == list(range(BLOCK * (MOST - 1)))


def test_the_file_is_closed_as_soon_as_nobody_has_the_things(monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a collector of garbage, which seldom comes by."""
    files: list[IO[bytes]] = []

    def opened() -> IO[bytes]:
        files.append(TemporaryFile())  # noqa: SIM115 - who asks for it closes it
        return files[-1]

    monkeypatch.setattr(spilling, "TemporaryFile", opened)
    spilled = SpilledList(NUMBERS)
    assert [file.closed for file in files] == [False]
    gc.disable()
    try:
        del spilled
        assert files[0].closed
    finally:
        gc.enable()
