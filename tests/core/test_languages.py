"""Which language a header asks for, and that what is said comes in it."""

from datetime import date

import pytest

from app.core.languages import Language, Text, danish_period, english_period, preferred

DANISH, ENGLISH = Language.DANISH, Language.ENGLISH


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, DANISH),
        ("", DANISH),
        ("*", DANISH),
        ("da", DANISH),
        ("en", ENGLISH),
        ("EN", ENGLISH),
        ("en-GB", ENGLISH),
        ("da-DK", DANISH),
        ("fr", DANISH),
        ("dan", DANISH),
        ("english", DANISH),
        ("fr, en;q=0.1", ENGLISH),
        ("da, en", DANISH),
        ("en, da", ENGLISH),
        ("en, *", ENGLISH),
        ("*, en", DANISH),
        ("*;q=0.1, en;q=0.5", ENGLISH),
        ("en;q=0.5, *", DANISH),
        ("da;q=0.1, en", ENGLISH),
        ("en;q=0.8, da;q=0.9", DANISH),
        ("en;q=0.8,da;q=0.801", DANISH),
        ("en ; q=0.8 , da ; Q=0.7", ENGLISH),
        ("da-DK;q=0.9, da;q=0.1, en;q=0.5", DANISH),
        ("en;q=0", DANISH),
        ("en;q=0, *", DANISH),
        ("da;q=0", ENGLISH),
        ("da;q=0.000, *", ENGLISH),
        ("da;q=0, fr", ENGLISH),
        ("da;q=0, en;q=0", DANISH),
        ("*;q=0", DANISH),
        ("*;q=0, en", ENGLISH),
        # What cannot be read is passed over.
        ("en;q=2", DANISH),
        ("en;q=1.001", DANISH),
        ("en;q=-1", DANISH),
        ("en;q=often, da", DANISH),
        ("en;level=1", DANISH),
        ("en_GB", DANISH),
        (",,;q=1,en", ENGLISH),
        ("\x00\xff, en", ENGLISH),
        ("en;q=٠", DANISH),
        ("e" * 100_000, DANISH),
    ],
)
def test_header_asks_for_a_language(header: str | None, language: Language) -> None:
    assert preferred(header) is language


def test_text_is_said_in_each_language_and_printed_in_english() -> None:
    text = Text("No.", da="Nej.")
    assert [text.in_(language) for language in (DANISH, ENGLISH)] == ["Nej.", "No."]
    assert str(text) == f"{text}" == "No."


def test_periods_are_said_with_or_without_an_end() -> None:
    first, last = date(2026, 1, 2), date(2026, 12, 31)
    assert danish_period(first, last) == "fra den 02-01-2026 til og med den 31-12-2026"
    assert danish_period(first, None) == "fra den 02-01-2026 og indtil videre"
    assert english_period(first, last) == "from 2026-01-02 to 2026-12-31"
    assert english_period(first, None) == "from 2026-01-02 to further notice"
