from datetime import UTC, date, datetime
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from app.core.text import (
    Day,
    DayOrInstant,
    Dkk,
    Email,
    Flag,
    Kle,
    Line,
    Phone,
    Prose,
    ProseOrNothing,
    QueryFlag,
    Url,
    Whole,
    Year,
    distinct,
)


def refused(kind: Any, value: object) -> str:
    """The code of the refusal."""
    with pytest.raises(ValidationError) as caught:
        TypeAdapter(kind).validate_python(value)
    return caught.value.errors()[0]["type"]


def taken(kind: Any, value: object) -> Any:
    return TypeAdapter(kind).validate_python(value)


def test_the_refusal_does_not_repeat_the_number() -> None:
    with pytest.raises(ValidationError) as caught:
        taken(Line, "Borger 010170-1234")
    assert "1234" not in caught.value.errors()[0]["msg"]


def test_a_line_is_trimmed_and_its_blanks_are_plain() -> None:
    assert taken(Line, "  Ældre\u00a0og\u00a0Sundhed \u200b") == "Ældre og Sundhed"
    assert taken(Line, "\ufeffSystem") == "System"


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("", "string_too_short"),
        (" \t ", "string_too_short"),
        ("\u200b", "string_too_short"),
        ("\u202e", "string_too_short"),
        ("x" * 201, "string_too_long"),
        ("a\nb", "line-break"),
        ("a\rb", "line-break"),
        ("a\tb", "line-break"),
        ("a\u2028b", "line-break"),
        ("a\x00b", "control-character"),
        ("a\x1bb", "control-character"),
        ("a\x85b", "control-character"),
        ("\x07", "control-character"),
        ("010170-1234", "cpr-number"),
        (5, "string_type"),
        (None, "string_type"),
        (True, "string_type"),
        (["a"], "string_type"),
    ],
)
def test_what_a_line_is_not(value: object, code: str) -> None:
    assert refused(Line, value) == code


@pytest.mark.parametrize("text", ["\u202e", " \u200b ", "\u2800", "\u3164\u115f", "\u200d\ufe0f", "\u2029\u00a0"])
def test_a_text_in_which_there_is_nothing_to_see_is_empty(text: str) -> None:
    assert (refused(Line, text), refused(Prose, text)) == ("string_too_short", "string_too_short")
    assert taken(ProseOrNothing, text) == ""


def test_what_nobody_sees_stays_where_it_has_a_meaning() -> None:
    family = "Familien \U0001f468\u200d\U0001f469\u200d\U0001f467"
    assert taken(Line, family) == family


def test_a_lone_surrogate_is_no_text() -> None:
    assert refused(Line, "a\ud800b") in {"string_unicode", "control-character"}
    assert refused(Prose, "\udfff") in {"string_unicode", "control-character"}


def test_prose_keeps_its_lines_and_writes_them_one_way() -> None:
    assert taken(Prose, "a\r\nb\rc\n\td ") == "a\nb\nc\n\td"
    assert refused(Prose, "x" * 4001) == "string_too_long"
    assert refused(Prose, "first\n010170-1234\n") == "cpr-number"


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        (
            Url,
            ["https://x.dk", "http://x.dk/æ?q=1#a"],
            ["x.dk", "ftp://x.dk", "https://", "javascript:alert(1)", "https://x y"],
        ),
        (Email, ["a@b.dk", "a.b+c@d.e.dk"], ["a", "a@b", "a b@c.dk", "@b.dk", "a@@b.dk"]),
        (Phone, ["12345678", "+45 12 34 56 78", "45) 12-34"], ["1", "ring til mig", "+", "12345678x"]),
        (Kle, ["27", "27.18", "27.18.02"], ["7", "27.1", "27.18.02.01", "27-18", "27."]),
    ],
)
def test_kinds_of_text_take_what_they_are_for(kind: Any, good: list[str], bad: list[str]) -> None:
    for text in good:
        assert taken(kind, f" {text} ") == text
    for text in bad:
        assert refused(kind, text) == "string_pattern_mismatch", text


def test_days_are_iso_dates_and_nothing_else() -> None:
    assert taken(Day, "2026-02-28") == date(2026, 2, 28)
    for value in ("2026-02-30", "28-02-2026", "20260228", "2026-02-28T00:00:00", "2026-W09-6", 5, 5.0, True, None, ""):
        refused(Day, value)


def test_instants_are_kept_in_utc_and_within_the_calendar() -> None:
    assert taken(DayOrInstant, "2026-03-02") == date(2026, 3, 2)
    assert taken(DayOrInstant, "2026-03-02T10:00:00+01:00") == datetime(2026, 3, 2, 9, tzinfo=UTC)
    assert taken(DayOrInstant, "2026-03-02T09:00:00.5Z") == datetime(2026, 3, 2, 9, 0, 0, 500_000, tzinfo=UTC)
    # A number is no instant, and the zone is never guessed.
    for text in ("2026-03-02T10:00:00", "2026-03-02 10:00:00Z", "2026-3-2", "20260302", "0.5", "-1", "1772441999", ""):
        assert refused(DayOrInstant, text) == "day-or-instant"
    for unusual in (0.5, -1, 1_772_441_999, True, None):
        assert refused(DayOrInstant, unusual) == "day-or-instant"
    for impossible in ("2026-02-30", "2026-03-02T25:00:00Z", "0001-01-01T00:00:00+10:00", "9999-12-31T23:59:59-10:00"):
        assert refused(DayOrInstant, impossible) == "day-or-instant"


@pytest.mark.parametrize("kind", [Whole, Dkk, Year])
@pytest.mark.parametrize("value", ["2026", 2026.0, True, None, float("nan")])
def test_whole_numbers_are_not_made_from_other_things(kind: Any, value: object) -> None:
    assert refused(kind, value) == "int_type"


def test_money_and_years_have_their_limits() -> None:
    assert taken(Dkk, 0) == 0
    assert refused(Dkk, -1) == "greater_than_equal"
    assert refused(Dkk, 10**13) == "less_than_equal"
    assert refused(Year, 1999) == "greater_than_equal"
    assert refused(Year, 2101) == "less_than_equal"


@pytest.mark.parametrize("value", [0, 1, "true", "yes", None])
def test_a_flag_in_a_body_is_true_or_false(value: object) -> None:
    assert refused(Flag, value) == "bool_type"


def test_a_flag_in_a_query_is_written_in_one_way() -> None:
    assert (taken(QueryFlag, "true"), taken(QueryFlag, "false")) == (True, False)
    for value in ("True", "1", "yes", "", "on"):
        assert refused(QueryFlag, value) == "boolean"


def test_distinct_values_keep_their_order() -> None:
    assert distinct(["b", "a", "b"]) == ["b", "a"]


@pytest.mark.parametrize("kind", [Line, Prose, Email], ids=["line", "prose", "email"])
def test_what_a_mac_writes_as_two_characters_is_one(kind: Any) -> None:
    assert taken(kind, "Områdå@æøå.dk") == "Områdå@æøå.dk"
    assert len(taken(kind, "a\u030a@b.dk")) == len("å@b.dk")
