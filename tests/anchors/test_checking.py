"""Anchors notice what the chain cannot: a journal that was rewritten or cut off together with its head."""

from pathlib import Path

import pytest

from app.anchors.anchor import SignedAnchor
from tests.anchors.anchoring import ANOTHER_KEY, fault_of, head_of, signed, write_lines
from tests.journal.tampering import chain_holds, rewrite_from, tamper
from tests.support.api import Api

HEAD = 6


@pytest.fixture
def anchored(api: Api) -> list[SignedAnchor]:
    """Anchors of the entries 2 to 6, one after each unit."""
    found = []
    for number in range(5):
        api.unit(f"Enhed {number}")
        found.append(head_of(api))
    assert [each.anchor.revision for each in found] == [2, 3, 4, 5, HEAD]
    return found


@pytest.fixture
def file(anchored: list[SignedAnchor], tmp_path: Path) -> Path:
    return write_lines(tmp_path / "anchors.jsonl", anchored)


def said(api: Api, file: Path) -> tuple[int, str]:
    fault = fault_of(api, file)
    assert fault is not None
    return fault.line, fault.problem


def set_head(api: Api) -> None:
    """What the forger does last: the head is that of the last entry, so that the chain holds."""
    tamper(
        api,
        "UPDATE register_state SET revision = (SELECT max(revision) FROM journal_entry), head_hash = "
        "(SELECT hash FROM journal_entry WHERE revision = (SELECT max(revision) FROM journal_entry))",
    )
    assert chain_holds(api)


def test_the_anchors_of_an_untouched_journal_agree(api: Api, file: Path) -> None:
    assert fault_of(api, file) is None
    api.unit("Enhed, som ingen har ankret")
    assert fault_of(api, file) is None


def test_an_entry_rewritten_with_all_hashes_after_it_is_found(api: Api, file: Path) -> None:
    rewrite_from(api, 4, "en anden")
    set_head(api)
    line, problem = said(api, file)
    assert line == 3
    assert problem == (
        "is the anchor of entry 4, whose hash in the journal is another: that entry or one before it was rewritten"
    )


def test_newest_entries_cut_off_with_the_head_are_found(api: Api, file: Path) -> None:
    tamper(api, "DELETE FROM journal_entry WHERE revision > 4")
    set_head(api)
    line, problem = said(api, file)
    assert line == 4
    assert problem.endswith("the journal ends with entry 4: the entries after 4 were removed")


def test_entries_written_anew_after_a_cut_are_found(api: Api, file: Path) -> None:
    tamper(api, "DELETE FROM journal_entry WHERE revision > 4")
    set_head(api)
    for number in range(3):
        api.unit(f"Enhed bagefter {number}")
    assert chain_holds(api)
    assert said(api, file)[0] == 4


def test_an_entry_that_is_gone_from_the_middle_is_named(api: Api, file: Path) -> None:
    tamper(api, "DELETE FROM journal_entry WHERE revision = 4")
    assert said(api, file) == (3, "is the anchor of entry 4, which is missing in the journal")


def test_an_emptied_journal_is_found(api: Api, file: Path) -> None:
    tamper(api, "DELETE FROM journal_entry")
    assert said(api, file)[1].endswith("the entries after 0 were removed")


def test_the_first_difference_is_named_across_chunks(api: Api, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.anchors.checking.CHUNK", 2)
    assert fault_of(api, file) is None
    tamper(api, "UPDATE journal_entry SET hash = 'x' WHERE revision IN (5, 6)")
    assert said(api, file)[0] == 4


# From here on the journal is as it should be, and the anchors are not.
class TestFiles:
    pytestmark = pytest.mark.one_database("the journal is untouched; what is read is a file")

    def test_anchors_in_another_order_and_twice_agree(self, api: Api, file: Path, anchored: list[SignedAnchor]) -> None:
        write_lines(file, [*reversed(anchored), "", *anchored])
        assert fault_of(api, file) is None

    def test_hashes_that_were_swapped_are_found(self, api: Api, file: Path, anchored: list[SignedAnchor]) -> None:
        lines = [each.line() for each in anchored]
        first, second = (each.anchor.hash for each in anchored[:2])
        lines[0], lines[1] = lines[0].replace(first, second), lines[1].replace(second, first)
        write_lines(file, lines)
        assert said(api, file) == (1, "has a signature that does not fit: it was changed or forged")

    def test_an_anchor_of_another_key_is_named(self, api: Api, file: Path, anchored: list[SignedAnchor]) -> None:
        write_lines(file, [*anchored[:2], signed(4, anchored[2].anchor.hash, ANOTHER_KEY)])
        line, problem = said(api, file)
        assert (line, "is signed by the key" in problem) == (3, True)

    def test_two_anchors_of_one_entry_with_other_hashes_are_both_named(
        self, api: Api, file: Path, anchored: list[SignedAnchor]
    ) -> None:
        write_lines(file, [*anchored, signed(3, "0" * 64)])
        line, problem = said(api, file)
        assert line == 6
        assert problem.endswith("and line 2 is a signed anchor of the same entry with another hash")
        write_lines(file, [signed(3, "0" * 64), "not one", *anchored])
        line, problem = said(api, file)
        assert (line, "line 4 is a signed anchor" in problem) == (1, True)

    def test_a_last_line_that_was_cut_off_is_named(self, api: Api, file: Path) -> None:
        file.write_bytes(file.read_bytes()[:-30])
        assert said(api, file) == (5, "is no JSON, or was cut off")

    def test_a_last_line_without_its_end_is_whole(self, api: Api, file: Path) -> None:
        file.write_bytes(file.read_bytes()[:-1])
        assert fault_of(api, file) is None

    @pytest.mark.parametrize("content", ["", "\n\n"])
    def test_a_file_without_an_anchor_is_a_difference(self, api: Api, tmp_path: Path, content: str) -> None:
        (tmp_path / "empty").write_text(content)
        fault = fault_of(api, tmp_path / "empty")
        assert str(fault) == "the file holds no anchor"

    def test_a_line_without_end_takes_no_memory(self, api: Api, file: Path) -> None:
        file.write_bytes(b"x" * 100_000)
        assert str(fault_of(api, file)) == "line 1 is no JSON, or was cut off"

    def test_a_difference_before_an_unreadable_line_comes_first(
        self, api: Api, file: Path, anchored: list[SignedAnchor]
    ) -> None:
        write_lines(file, [anchored[0], signed(3, "0" * 64), "nonsense"])
        assert said(api, file)[0] == 2
