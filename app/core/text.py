"""The kinds of text, numbers and dates that bodies may hold: trimmed, bounded, without CPR numbers, uncoerced."""

import re
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, AwareDatetime, BeforeValidator, Field, Strict, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

# A CPR number: a plausible day and month (61-91 is how replacement numbers write the day), then the rest. Blanks
# and hyphens come in many widths.
_CPR = re.compile(
    r"(?<!\d)(?:0[1-9]|[12]\d|3[01]|6[1-9]|[78]\d|9[01])(?:0[1-9]|1[0-2])\d{2}"
    r"(?:[^\S\n]?[-\u2010-\u2015\u2212][^\S\n]?|[^\S\n])?\d{4}(?!\d)"
)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_BREAK = re.compile(r"[\n\r\t\u2028\u2029]")
# Characters that nobody sees: soft hyphen, zero-width blank, word joiner, byte order mark.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_DIGITS = re.compile(r"-?[0-9]+")
_ISO_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


def contains_cpr(text: str) -> bool:
    """Whether the text holds something that reads as a Danish personal number."""
    return _CPR.search(text.translate(_INVISIBLE)) is not None


def refuse_unstorable(text: str) -> str:
    """The text itself; raises for control characters and for CPR numbers, which must never be stored."""
    if _CONTROL.search(text):
        raise PydanticCustomError("control-character", "Control characters are not allowed in text.")
    if contains_cpr(text):
        raise PydanticCustomError("cpr-number", "The text holds what looks like a CPR number; remove it.")
    return text


def _with_plain_blanks(value: object) -> object:
    """Line ends as one character, no-break blanks as blanks: what looks the same is the same, in spreadsheets too."""
    if not isinstance(value, str):
        return value
    return value.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").translate(_INVISIBLE)


def refuse_line_breaks(text: str) -> str:
    if _LINE_BREAK.search(text):
        raise PydanticCustomError("line-break", "Line breaks and tabs are not allowed here.")
    return text


def distinct(values: list[str]) -> list[str]:
    """Each value once, in the order of first mention; for use in a field's validator."""
    return list(dict.fromkeys(values))


def _iso_date(value: object) -> object:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
        raise PydanticCustomError("date", "A date is expected as YYYY-MM-DD.")
    return value


def _in_utc(value: datetime) -> datetime:
    try:
        return value.astimezone(UTC)
    except OverflowError as error:
        raise PydanticCustomError("instant", "The instant lies outside the years 1 to 9999 in UTC.") from error


def _lowercase_boolean(value: object) -> object:
    if value not in ("true", "false", True, False):
        raise PydanticCustomError("boolean", "true or false is expected.")
    return value in ("true", True)


def _digits(value: object) -> object:
    if isinstance(value, str) and not _DIGITS.fullmatch(value):
        raise PydanticCustomError("int_parsing", "A whole number is expected, in digits alone.")
    return value


Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    BeforeValidator(_with_plain_blanks),
    AfterValidator(refuse_line_breaks),
    AfterValidator(refuse_unstorable),
]
"""One line: a name, a title, a key."""

Prose = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
    BeforeValidator(_with_plain_blanks),
    AfterValidator(refuse_unstorable),
]
"""Several lines: a description, a reason."""

Url = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=500, pattern=r"^https?://[^\s/]+[^\s]*$"),
    AfterValidator(refuse_unstorable),
]
Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254, pattern=r"^[^@\s]+@[^@\s]+\.[^@\s]+$"),
    AfterValidator(refuse_unstorable),
]
Phone = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=40, pattern=r"^\+?[0-9][0-9 ()/.-]{2,38}$"),
    AfterValidator(refuse_unstorable),
]
Kle = Annotated[str, StringConstraints(strip_whitespace=True, pattern=r"^\d{2}(\.\d{2}){0,2}$")]
Day = Annotated[date, BeforeValidator(_iso_date)]
Instant = Annotated[AwareDatetime, AfterValidator(_in_utc)]
Flag = Annotated[bool, Strict()]
QueryFlag = Annotated[bool, BeforeValidator(_lowercase_boolean), WithJsonSchema({"type": "boolean"})]
QueryWhole = Annotated[int, BeforeValidator(_digits)]
"""A whole number in a query or a path, where everything comes as text."""
Whole = Annotated[int, Strict()]
Dkk = Annotated[int, Strict(), Field(ge=0, le=1_000_000_000_000)]
Year = Annotated[int, Strict(), Field(ge=2000, le=2100)]
