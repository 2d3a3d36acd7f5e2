from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tabular import cells, days
from app.tabular.headers import folded_header
from app.tabular.neutralise import neutralise, restore
from app.tabular.reading import read_table
from app.tabular.sheet_xml import Sheet, SheetColumn
from app.tabular.table import Cell
from app.tabular.workbook import write_workbook
from app.tabular.writing import Dialect, write_csv

ROW: list[Cell] = ["=1+1", 'Æ; "ø"\nå', -5, 12.5, True, date(2026, 3, 2), None]
HEADERS = ["a", "b", "c", "d", "e", "f", "g"]


def test_danish_dialect() -> None:
    written = b"".join(write_csv(HEADERS, [ROW], "danish")).decode()
    assert written == '\ufeffa;b;c;d;e;f;g\r\n\'=1+1;"Æ; ""ø""\nå";-5;12,5;ja;02-03-2026;\r\n'


def test_rfc_4180_dialect() -> None:
    written = b"".join(write_csv(HEADERS, [ROW], "rfc4180")).decode()
    assert written == 'a,b,c,d,e,f,g\r\n\'=1+1,"Æ; ""ø""\nå",-5,12.5,true,2026-03-02,\r\n'


def test_many_rows_come_in_pieces() -> None:
    pieces = list(write_csv(["a"], ([number] for number in range(1200)), "danish"))
    assert len(pieces) == 3
    assert len(read_table(b"".join(pieces)).rows) == 1200


def test_workbook_is_read_back() -> None:
    sheet = Sheet("Systemer", [SheetColumn(header) for header in HEADERS], [ROW])
    table = read_table(b"".join(write_workbook([sheet])))
    assert table.headers == tuple(HEADERS)
    first, second, *_, yes, day, empty = table.rows[0].cells
    assert cells.text(first) == "=1+1"
    assert second == ROW[1]
    assert (yes, empty) == ("ja", None)
    assert days.day(day) == date(2026, 3, 2)


@given(st.text())
def test_what_is_neutralised_is_restored(text: str) -> None:
    assert restore(neutralise(text)) == text


@given(st.text())
def test_nothing_that_begins_like_a_formula_is_written(text: str) -> None:
    assert not neutralise(text).startswith(("=", "+", "-", "@", "\t", "\r", "|", "%"))


@pytest.mark.parametrize("dialect", ["danish", "rfc4180"])
@given(text=st.text(st.characters(exclude_categories=["Cc", "Cs", "Zs", "Zl", "Zp"]), min_size=1))
def test_text_survives_the_way_out_and_in(dialect: Dialect, text: str) -> None:
    table = read_table(b"".join(write_csv(["a", "b"], [[text, "x"]], dialect)))
    if not text.startswith("#"):
        assert cells.text(table.rows[0].cells[0]) == text.replace("\ufeff", "") or "\ufeff" in text


@pytest.mark.parametrize("header", ["Overordnet  enhed", " overordnet enhed:", "OVERORDNET\u00a0ENHED *"])
def test_headers_that_mean_the_same_are_equal(header: str) -> None:
    assert folded_header(header) == "overordnet enhed"


@pytest.mark.parametrize("day", [date(24, 3, 1), date(202, 3, 2), date(1, 1, 1), date(9999, 12, 31)])
def test_every_day_is_read_back_as_the_day_that_it_is(day: date) -> None:
    """A year of less than four digits would be taken for one of this century."""
    table = read_table(b"".join(write_csv(["a"], [[day]], "danish")))
    assert days.day(table.rows[0].cells[0]) == day
