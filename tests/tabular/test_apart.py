"""A file that takes too much ends its own process and nothing else."""

import subprocess
import sys
from datetime import date, datetime, time

import pytest

from app.core.errors import Unavailable
from app.tabular import apart
from app.tabular.apart import read_apart
from app.tabular.limits import Limits, UnreadableFile
from app.tabular.reading import SMALL_TEXT_BYTES, read_table
from app.tabular.table import Row, Table
from app.tabular.wanted import SoughtTable
from app.tabular.wire import line_of, lines_of, table_of
from tests.hostile.corpus import CORPUS
from tests.hostile.packing import HEAD, book, cell
from tests.support.program import ROOT


def refused(content: bytes, limits: Limits | None = None) -> UnreadableFile:
    with pytest.raises(UnreadableFile) as fault:
        read_table(content, limits)
    return fault.value


def test_two_cells_in_the_corners_of_a_sheet_do_not_end_the_process_that_asked() -> None:
    # In a process of its own: were it to abort, this one would be gone with its report.
    program = (
        "from tests.hostile.corpus import CORPUS; from app.tabular.reading import read_table\n"
        "try: read_table(CORPUS['far-cell']())\n"
        "except Exception as fault: print(fault.code)"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout.strip()) == (0, "far-cell"), done.stderr


@pytest.mark.parametrize(
    ("name", "cell_name"),
    [
        ("far-cell", "XFD1048576"),
        ("far-row", "A1048576"),
        ("far-column", "XFD2"),
        ("far-all-100000", "ALL100000"),
        ("far-with-prefix", "XFD1048576"),
        ("far-without-references", "A300002"),
    ],
)
def test_cell_that_strayed_is_named(name: str, cell_name: str) -> None:
    fault = refused(CORPUS[name]())
    assert fault.code == "far-cell"
    assert cell_name in fault.detail.da
    assert cell_name in fault.detail.en


@pytest.mark.parametrize("name", ["far-formatted-only", "far-hidden-sheet", "dimension-lies", "merged-everything"])
def test_what_holds_no_value_far_away_makes_no_file_unreadable(name: str) -> None:
    assert read_table(CORPUS[name]()).headers == ("Navn", "Andet")


@pytest.mark.parametrize(("name", "code"), [("wide", "too-many-columns"), ("long", "too-many-rows")])
def test_what_is_full_is_too_large_and_not_astray(name: str, code: str) -> None:
    assert refused(CORPUS[name]()).code == code


@pytest.mark.parametrize("name", ["billion-laughs", "external-entity-far", "billion-laughs-workbook"])
def test_document_type_is_refused(name: str) -> None:
    assert refused(CORPUS[name]()).code == "broken-xlsx"


def test_number_without_end_is_text_and_no_empty_cell() -> None:
    assert [row.cells[0] for row in read_table(CORPUS["numbers-without-end"]()).rows] == ["inf", "nan", "-inf"]


def test_reader_that_runs_out_of_memory_is_a_refusal() -> None:
    fault = refused(CORPUS["diagonal"](), Limits(memory_bytes=80 * 1_048_576))
    assert fault.code in {"beyond-limits", "unreadable"}


def test_reader_that_overruns_its_time_is_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(apart, "_GRACE_SECONDS", -0.99)
    assert refused(book(HEAD), Limits(cpu_seconds=1)).code == "beyond-limits"


def test_more_than_a_table_may_come_to_is_a_refusal() -> None:
    assert refused(book(HEAD + cell("A2", "x" * 500, ' t="str"')), Limits(max_read_bytes=300)).code == "beyond-limits"


def test_large_text_is_read_apart_and_gives_the_same() -> None:
    content = ("Navn;Andet\n" + "Ærø;1\n" * (SMALL_TEXT_BYTES // 5)).encode()
    table = read_table(content)
    assert table.headers == ("Navn", "Andet")
    assert table.rows[-1].cells == ("Ærø", "1")


def test_too_many_at_once_are_told_to_come_again(monkeypatch: pytest.MonkeyPatch) -> None:

    monkeypatch.setattr(apart, "_WAIT_SECONDS", 0.01)
    with apart._turn(), apart._turn(), pytest.raises(Unavailable) as busy:
        read_apart(b"A\n", Limits(), SoughtTable())
    assert busy.value.headers["Retry-After"] == "10"


def test_every_kind_of_cell_comes_back_as_it_was() -> None:
    cells = ("a\n", 1, 1.5, True, date(2026, 3, 2), datetime(2026, 3, 2, 9, 0, 0, 5), time(9, 30), None)  # noqa: DTZ001 - cells know no time zone
    table = Table(tuple("abcdefgh"), [Row(7, cells)])
    back = table_of(lines_of(table))
    assert back == table
    assert [type(value) for value in back.rows[0].cells] == [type(value) for value in cells]


@pytest.mark.parametrize("lines", [[], [b"{}"], [b"nonsense"], [b'{"rows":1}'], [b'["a"]'], [b'[1,{"date":"x"}]']])
def test_lines_that_do_not_say_everything_are_no_table(lines: list[bytes]) -> None:
    with pytest.raises(ValueError, match=r".*"):
        table_of(lines)


def test_refusal_comes_back_in_both_languages() -> None:
    fault = refused(b"")
    with pytest.raises(UnreadableFile) as again:
        table_of([line_of(fault)])
    assert (again.value.code, again.value.detail) == (fault.code, fault.detail)
