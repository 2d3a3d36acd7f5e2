import pytest

from app.tabular.limits import Limits, UnreadableFile
from app.tabular.reading import read_table
from app.tabular.table import Table


def cells(table: Table) -> list[tuple[object, ...]]:
    return [row.cells for row in table.rows]


DANISH = "Nøgle;Navn\r\n1;Sygehjælp på Ærø\r\n"


@pytest.mark.parametrize(
    "content",
    [
        DANISH.encode(),
        DANISH.encode("utf-8-sig"),
        DANISH.encode("cp1252"),
        DANISH.encode("utf-16"),
        DANISH.replace("\r\n", "\n").encode(),
        DANISH.replace("\r\n", "\r").encode(),
        DANISH.replace(";", ",").encode(),
        DANISH.replace(";", "\t").encode(),
        ("sep=;\r\n" + DANISH).encode(),
        DANISH.rstrip().encode(),
        (";;\r\n" + DANISH + ";;;\r\n\r\n").encode(),
    ],
    ids=[
        "utf-8",
        "bom",
        "cp1252",
        "utf-16",
        "lf",
        "cr",
        "comma",
        "tab",
        "sep",
        "no line end",
        "blank rows and columns",
    ],
)
def test_every_way_of_writing_the_same_table_is_read(content: bytes) -> None:
    table = read_table(content)
    assert table.headers == ("Nøgle", "Navn")
    assert cells(table) == [("1", "Sygehjælp på Ærø")]


def test_one_line_without_line_end_is_a_header_without_rows() -> None:
    table = read_table(b"System;Beskrivelse")
    assert table.headers == ("System", "Beskrivelse")
    assert not table.rows


def test_delimiter_in_quotes_is_no_delimiter() -> None:
    table = read_table(b'"A, B, C";D\n"x;y";z\n')
    assert table.headers == ("A, B, C", "D")
    assert cells(table) == [("x;y", "z")]


def test_rows_are_numbered_as_a_spreadsheet_shows_them() -> None:
    table = read_table(b'A;B\n"two\nlines";1\n\nlast;2\n')
    assert [(row.number, row.cells) for row in table.rows] == [(2, ("two\nlines", "1")), (4, ("last", "2"))]


def test_what_follows_a_closing_mark_is_read_in_the_last_row_too() -> None:
    assert cells(read_table(b'A;B\n"two\nlines";1\n"12" screen;2\n')) == [("two\nlines", "1"), ("12 screen", "2")]


def test_short_rows_are_padded_and_cells_beyond_the_headers_are_kept() -> None:
    table = read_table(b"A;B\n1\n1;2;3\n")
    assert table.headers == ("A", "B", "")
    assert cells(table) == [("1", None, None), ("1", "2", "3")]


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "no-header"),
        (b" ;; \n", "no-header"),
        (b"A;B\n\x00;1", "nul-byte"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1rest", "encrypted-or-old"),
        (b"A;B\n\x81\x8d\x8f;1", "bad-encoding"),
        (b"\xff\xfeA", "bad-encoding"),
        (b";".join([b"A"] * 201), "too-many-columns"),
        (b"A\n" + b"x" * 10_001, "cell-too-long"),
        (b'A;B\n1;"open\n\n\n', "broken-csv"),
        (b'A;B\n"two\nlines";1\n\n2;"open\nto the end', "broken-csv"),
    ],
)
def test_unreadable_file_is_refused_with_a_code_and_a_danish_sentence(content: bytes, code: str) -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_table(content)
    assert refused.value.code == code
    assert refused.value.detail.da.endswith(".")


def test_rows_beyond_the_limit_are_refused() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_table(b"A\n1\n2\n3\n", Limits(max_rows=2))
    assert refused.value.code == "too-many-rows"


def test_very_many_rows_are_refused_before_they_are_all_read() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_table(b"A\n" + b"1\n" * 5000, Limits(max_rows=10))
    assert refused.value.code == "too-many-rows"


def test_bytes_beyond_the_limit_are_refused() -> None:
    with pytest.raises(UnreadableFile) as refused:
        read_table(b"A\n1\n", Limits(max_bytes=3))
    assert refused.value.code == "file-too-large"
