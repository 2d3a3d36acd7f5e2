"""Dates, amounts and counts, as a Danish reader says them."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from app import vocabulary
from app.core.languages import Language
from app.vocabulary import Term
from app.web.words import _TERMS, PageWords, phone_link, upper_first

#: A Monday.
TODAY = date(2026, 3, 2)
DANISH = PageWords(Language.DANISH, TODAY, ZoneInfo("Europe/Copenhagen"))


@pytest.mark.parametrize(
    ("day", "said"),
    [
        ("2026-03-03", "i morgen"),
        ("2026-03-02", "i dag"),
        ("2026-03-01", "i går"),
        ("2026-02-28", "i lørdags"),
        ("2026-02-24", "i tirsdags"),
        ("2026-02-23", "23. februar"),
        ("2026-03-04", "4. marts"),
        ("2026-12-31", "31. december"),
        ("2025-12-31", "31. december 2025"),
        ("2027-01-01", "1. januar 2027"),
        (None, "–"),
        (date(2026, 3, 1), "i går"),
        (datetime(2026, 3, 1, 22, 59, tzinfo=UTC), "i går"),
        (datetime(2026, 3, 1, 23, 0, tzinfo=UTC), "i dag"),
        ("2026-03-01T23:30:00Z", "i dag"),
    ],
)
def test_a_day_is_said_as_people_say_it(day: str | date | None, said: str) -> None:
    assert DANISH.day(day) == said


def test_a_monday_a_week_ago_is_a_date() -> None:
    on_thursday = PageWords(Language.DANISH, date(2026, 3, 5), ZoneInfo("Europe/Copenhagen"))
    assert on_thursday.day("2026-03-02") == "i mandags"
    assert on_thursday.day("2026-02-26") == "26. februar"


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (None, "ukendt beløb"),
        (0, "0 kr."),
        (1, "1 kr."),
        (1_250_000, "1.250.000 kr."),
        (9_999_999, "9.999.999 kr."),
        (-500, "-500 kr."),
    ],
)
def test_an_amount_is_written_out(amount: int | None, said: str) -> None:
    assert DANISH.money(amount) == said


@pytest.mark.parametrize(
    ("amount", "said"),
    [
        (0, "0 kr."),
        (9_999_999, "9.999.999 kr."),
        (10_000_000, "10 mio. kr."),
        (144_500_000, "144,5 mio. kr."),
        (1_234_560_000, "1.234,6 mio. kr."),
    ],
)
def test_much_money_is_told_in_millions(amount: int, said: str) -> None:
    assert DANISH.much_money(amount) == said


@pytest.mark.parametrize(
    ("number", "said"), [(0, "0 systemer"), (1, "1 system"), (2, "2 systemer"), (1_250, "1.250 systemer")]
)
def test_things_are_counted(number: int, said: str) -> None:
    assert DANISH.count("%(number)s system", "%(number)s systemer", number) == said


def test_an_instant_is_told_in_the_municipalitys_own_time() -> None:
    assert DANISH.moment("2026-03-01T13:05:00Z") == "i går kl. 14.05"
    assert DANISH.time("2026-07-01T12:00:00Z") == "14.00"


@pytest.mark.parametrize(
    ("texts", "said"), [([], ""), (["a"], "a"), (["a", "b"], "a og b"), (["a", "b", "c"], "a, b og c")]
)
def test_a_list_is_read_aloud(texts: list[str], said: str) -> None:
    assert DANISH.list_of(texts) == said


def test_every_code_that_a_page_may_show_has_a_word() -> None:
    for name in _TERMS:
        for code, word in DANISH.codes(name):
            assert word, (name, code)
    # A code that a newer interface knows is shown as it is; nothing fails for it.
    assert DANISH.word("criticality", "planetCritical") == "planetCritical"
    assert DANISH.word("criticality", None) == "–"
    assert issubclass(vocabulary.Criticality, Term)


def test_shares_are_whole_and_nothing_of_nothing_is_none() -> None:
    shares = [DANISH.per_cent(*pair) for pair in ((0, 0), (1, 3), (2, 3), (3, 3))]
    assert shares == ["0 %", "33 %", "67 %", "100 %"]


def test_a_number_can_be_dialled() -> None:
    assert phone_link("+45 11 22 33 44") == '<a class="number" href="tel:+4511223344">+45 11 22 33 44</a>'
    assert phone_link('"><script>') == '<a class="number" href="tel:">&#34;&gt;&lt;script&gt;</a>'


def test_a_sentence_begins_with_a_capital() -> None:
    assert (upper_first("i går"), upper_first("ærlig"), upper_first("")) == ("I går", "Ærlig", "")
