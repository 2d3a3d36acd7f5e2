from datetime import date
from uuid import UUID

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.core.cpr import contains_cpr

#: Day and month, month and year, year and the rest: what may stand between them.
SPELLINGS = [
    *(("", "", between) for between in ("", "-", " ", " - ", "--", "/", "_", ".", "\n", "\u2009\u2212")),
    *(("", between, last) for between in (" ", "-", ".") for last in (" ", "-", " - ")),
    *((between, between, last) for between in (" ", "-", ".", "/", ". ") for last in (" ", "-", "\u2013", "/")),
    ("", " ", ""),
]
#: The zero of each script whose digits are read.
ZEROS = "0\uff10\u0660\u06f0\u0966"


@pytest.mark.parametrize(
    "text",
    [
        "010170-1234",
        "0101701234",
        "010170 1234",
        "010170 - 1234",
        "Borger 311299-4321, se sagen",
        "(010170-1234)",
        "cpr:0101701234.",
        "010170\u00a01234",
        "010170\u2009-\u20091234",
        "610170-1234",
        "910170-1234",
        "010170\u20101234",
        "010170\u20111234",
        "010170\u20131234",
        "010170\u20141234",
        "010170\u22121234",
        "010170\u200b1234",
        "0101\u00ad701234",
        "A010170-1234B",
        "cpr0101701234",
        "0101701234ab",
        "0101701234_0101701234",
        "a0101701234b 0101701234",
        "a0101701234b-0101701234",
        "00000000-0000-4000-8000-00000000000a 0101701234",
        "01 01 70 1234",
        "01-01-70-1234",
        "01.01.70-1234",
        "01. 01. 70 - 1234",
        "01/01/70 1234",
        "01 01 70\u20131234",
        "0101-70-1234",
        "0101 701234",
        "010170/1234",
        "010170_1234",
        "010170.1234",
        "010170--1234",
        "010170  1234",
        "010170\n1234",
        "010170\r\n1234",
        "\uff10\uff11\uff10\uff11\uff17\uff10\uff0d\uff11\uff12\uff13\uff14",
        "\u0660\u0661\u0660\u0661\u0667\u0660-\u0661\u0662\u0663\u0664",
        "\u06f0\u06f1\u06f0\u06f1\u06f7\u06f0\u06f1\u06f2\u06f3\u06f4",
        "0101\u200d70\u202e1234",
        "010170\u28001234",
        "tlf. 12 34 56 78, cpr 61 01 70 1234.",
    ],
)
def test_cpr_numbers_are_noticed_however_they_are_written(text: str) -> None:
    assert contains_cpr(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "XG-5520000001-00001",
        "PSP XA-0000012345-00010",
        "+45 12 34 56 78",
        "+4512345678",
        "12345678",
        "CVR 29189420",
        "EAN 5798000416604",
        "1234567890",
        "12345678901",
        "01017012345",
        "5201701234",
        "010170-12345",
        "320170-1234",
        "011370-1234",
        "000170-1234",
        "27.18.02",
        "2026-03-02",
        "konto 2200-4610-01",
        "01-01-1970 1234",
        "a1012345678b",
        "æ1012345678ø",
        "1012345678abcdef",
        "abcdef1012345678",
        "ab010170-1234-4abc-8abc-abcdefabcdef",
        "{AB010170-1234-4ABC-8ABC-ABCDEFABCDEF}",
        "20 10 12 34 56",
        "20 10 12 34 20 10 12 35",
        "33 12 34 56 78",
        "20101234 20101235",
        "2010 1234 5678",
        "DK20 1012 3412 3412 34",
        "0101 7012345",
        "01 01 70 12345",
        "01-01-70-12345",
        "101 01 70 1234",
        "31-12-2026 1234",
        "01.01.2026-1234",
        "2026-11-12 1012",
        "01-12-10 12:34",
        "01.12-31.12.2026",
        "den 31.12.26. 2027 bliver",
        "31-12-26\n2027",
        "2012-123456",
        "2011/12 2012/13",
        "2011/12-2012/13",
        "1.010.190.123",
        "10.12.20.1234",
        "27.18.02 1234",
        "27.18.02 56 2026",
        "x^\u00b9\u2070",
    ],
)
def test_other_numbers_are_no_cpr_numbers(text: str) -> None:
    assert not contains_cpr(text)


@given(st.integers(0, 2**64 - 1), st.sampled_from((16, 20, 32, 64)))
def test_hexadecimal_names_are_no_cpr_numbers(number: int, width: int) -> None:
    name = f"{number:0{width}x}"
    assume(any(mark in "abcdef" for mark in name))
    assert not contains_cpr(name)
    assert not contains_cpr(f"a{name[:12]}b" if name[:12].isdecimal() else name.upper())


@given(st.from_regex(r"[a-zæøå]{1,3}[0-9]{10}[a-zæøå]{1,3}", fullmatch=True))
def test_ten_digits_between_letters_are_part_of_a_code(code: str) -> None:
    assert not contains_cpr(code)


@given(st.uuids())
def test_uuids_are_no_cpr_numbers(identifier: UUID) -> None:
    assert not contains_cpr(str(identifier))
    assert not contains_cpr(f"see {identifier.hex}x" if identifier.hex.isdecimal() else f"se {identifier}, tak")


@given(
    st.dates(date(1900, 1, 1), date(2036, 12, 31)),
    st.integers(0, 9999),
    st.sampled_from(SPELLINGS),
    st.sampled_from(("", "cpr ", "cpr", "(")),
    st.sampled_from(ZEROS),
)
def test_every_day_of_birth_makes_a_cpr_number(
    born: date, rest: int, between: tuple[str, str, str], before: str, zero: str
) -> None:
    parts = f"{born:%d}", f"{born:%m}", f"{born:%y}", f"{rest:04}"
    text = "".join(part + mark for part, mark in zip(parts, (*between, ""), strict=True))
    digits = {ord(str(digit)): ord(zero) + digit for digit in range(10)}
    assert contains_cpr(before + text.translate(digits))
    # A digit more makes another number of it.
    assert not contains_cpr(f"{before}{text}0".translate(digits))


@given(
    st.dates(date(1900, 1, 1), date(2100, 12, 31)),
    st.sampled_from("-./ "),
    st.sampled_from("- /_"),
    st.integers(0, 9999),
)
def test_a_day_with_its_whole_year_is_none_whatever_follows(day: date, mark: str, last: str, number: int) -> None:
    assert not contains_cpr(f"{day:%d}{mark}{day:%m}{mark}{day:%Y}{last}{number:04}")


@given(st.lists(st.from_regex(r"[2-9][0-9]( [0-9]{2}){3}", fullmatch=True), min_size=1, max_size=5))
def test_telephone_numbers_in_pairs_are_none(numbers: list[str]) -> None:
    assert not contains_cpr(", ".join(numbers))
    assert not contains_cpr(" ".join(numbers))
