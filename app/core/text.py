"""The kinds of text, numbers and dates that bodies may hold: trimmed, bounded, without CPR numbers, uncoerced."""

import json
import re
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, PlainValidator, Strict, StringConstraints, WithJsonSchema

from app.core.cpr import contains_cpr
from app.core.languages import Text
from app.core.objections import refusal
from app.core.patterns import EMAIL, KLE, PHONE, URL
from app.core.unseen import is_blank

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_LINE_BREAK = re.compile(r"[\n\r\t\u2028\u2029]")
# What spreadsheets and web pages leave behind: soft hyphen, zero-width blank, word joiner, byte order mark. Others that
# nobody sees may have a meaning, as between the parts of one emoji.
_INVISIBLE = dict.fromkeys(map(ord, "\u00ad\u200b\u2060\ufeff"))
_DIGITS = re.compile(r"-?[0-9]+")
_ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# RFC 3339: the zone is never left out, so that the instant is the same for whoever reads it.
_RFC_3339 = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,9})?)?([Zz]|[+-][0-9]{2}:[0-9]{2})"
)


def refuse_unstorable(text: str) -> str:
    """The text itself; raises for control characters and for CPR numbers, which must never be stored."""
    if _CONTROL.search(text):
        raise refusal(
            "control-character",
            Text(
                "Control characters are not allowed in text.",
                da="Teksten indeholder usynlige styretegn. Skriv den igen.",
            ),
        )
    if contains_cpr(text):
        raise refusal(
            "cpr-number",
            Text(
                "The text holds what looks like a CPR number; remove it.",
                da="Teksten indeholder noget, der ligner et CPR-nummer. Fjern det.",
            ),
        )
    return text


def _with_plain_blanks(value: object) -> object:
    """Line ends as one character, no-break blanks as blanks, composed letters: what looks the same is the same.

    Nothing is left of a text in which there is nothing to see; control characters stay, to be refused by name.
    """
    if not isinstance(value, str):
        return value
    if is_blank(value) and not _CONTROL.search(value):
        return ""
    plain = value.replace("\r\n", "\n").replace("\r", "\n").replace("\u00a0", " ").translate(_INVISIBLE)
    return unicodedata.normalize("NFC", plain)


def refuse_line_breaks(text: str) -> str:
    if _LINE_BREAK.search(text):
        raise refusal(
            "line-break",
            Text(
                "Line breaks and tabs are not allowed here.",
                da="Linjeskift og tabulatorer kan ikke bruges her. Skriv det hele på én linje.",
            ),
        )
    return text


def refuse_repeated_keys(text: object) -> object:
    """The JSON text itself; raises where an object in it gives a key twice. The type refuses what is no JSON."""
    with suppress(json.JSONDecodeError, RecursionError):
        if isinstance(text, str):
            json.loads(text, object_pairs_hook=_once_each)
    return text


def _once_each(pairs: list[tuple[str, object]]) -> dict[str, object]:
    made = dict(pairs)
    if len(made) < len(pairs):
        raise refusal(
            "repeated-key",
            Text(
                "A key is given more than once in the object.",
                da="En nøgle står mere end én gang i objektet. Lad den stå én gang.",
            ),
        )
    return made


def spellings(key: str) -> tuple[str, ...]:
    """The key, and how earlier releases may have kept it: as it came, from a Mac with its letters taken apart."""
    return tuple(dict.fromkeys((key, unicodedata.normalize("NFC", key), unicodedata.normalize("NFD", key))))


def distinct(values: list[str]) -> list[str]:
    """Each value once, in the order of first mention; for use in a field's validator."""
    return list(dict.fromkeys(values))


def _iso_date(value: object) -> object:
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _ISO_DATE.fullmatch(value):
        raise refusal("date", Text("A date is expected as YYYY-MM-DD.", da="Skriv en dato som ÅÅÅÅ-MM-DD."))
    return value


def _day_or_instant(value: object) -> object:
    if isinstance(value, date):
        return value
    if isinstance(value, str) and _ISO_DATE.fullmatch(value):
        return _parsed(date.fromisoformat, value)
    if isinstance(value, str) and _RFC_3339.fullmatch(value):
        return _parsed(_instant, value)
    raise refusal(
        "day-or-instant",
        Text(
            "A day (YYYY-MM-DD) or an instant with its offset (2025-03-03T12:00:00Z) is expected; "
            "in an address, the plus sign of an offset is written %2B.",
            da="Skriv en dag (ÅÅÅÅ-MM-DD) eller et tidspunkt med tidszone (2025-03-03T12:00:00Z). "
            "I en adresse skrives tidszonens plus som %2B.",
        ),
    )


def _parsed(parse: Callable[[str], date], text: str) -> date:
    try:
        return parse(text)
    except (ValueError, OverflowError) as error:
        raise refusal(
            "day-or-instant",
            Text(
                "There is no such day, or no such time of day.", da="Den dag eller det klokkeslæt findes ikke. Ret det."
            ),
        ) from error


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text.upper()).astimezone(UTC)


def _lowercase_boolean(value: object) -> object:
    if value not in ("true", "false", True, False):
        raise refusal("boolean", Text("true or false is expected.", da="Skriv true eller false."))
    return value in ("true", True)


def _digits(value: object) -> object:
    if isinstance(value, str) and not _DIGITS.fullmatch(value):
        raise refusal(
            "int_parsing", Text("A whole number is expected, in digits alone.", da="Skriv et helt tal, kun med cifre.")
        )
    return value


# Blanks around a text do not count; that blanks alone are too short is said to whoever reads the OpenAPI document.
_MORE_THAN_BLANKS = Field(json_schema_extra={"pattern": r"\S"})
Line = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=200),
    _MORE_THAN_BLANKS,
    BeforeValidator(_with_plain_blanks),
    AfterValidator(refuse_line_breaks),
    AfterValidator(refuse_unstorable),
]
"""One line: a name, a title, a key."""

Prose = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=1, max_length=4000),
    _MORE_THAN_BLANKS,
    BeforeValidator(_with_plain_blanks),
    AfterValidator(refuse_unstorable),
]
"""Several lines: a description, a reason."""

ProseOrNothing = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=4000),
    BeforeValidator(_with_plain_blanks),
    AfterValidator(refuse_unstorable),
]
"""The same, and it may be empty."""

Url = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=500, pattern=URL),
    AfterValidator(refuse_unstorable),
]
Email = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=254, pattern=EMAIL),
    BeforeValidator(_with_plain_blanks),
    AfterValidator(refuse_unstorable),
]
Phone = Annotated[
    str,
    StringConstraints(strip_whitespace=True, max_length=40, pattern=PHONE),
    AfterValidator(refuse_unstorable),
]
Kle = Annotated[str, StringConstraints(strip_whitespace=True, pattern=KLE)]
Day = Annotated[date, BeforeValidator(_iso_date)]
DayOrInstant = Annotated[
    date,
    PlainValidator(_day_or_instant),
    WithJsonSchema({"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "format": "date-time"}]}),
]
"""A `date`, or a `datetime` in UTC. `core.clock` says which instant, or which day, one of the other kind means."""
Flag = Annotated[bool, Strict()]
QueryFlag = Annotated[bool, BeforeValidator(_lowercase_boolean), WithJsonSchema({"type": "boolean"})]
AS_DIGITS = BeforeValidator(_digits)
"""Behind the bounds of a whole number in a query or a path, where everything comes as text.

In front of them, the OpenAPI document would give the bounds under names that are no JSON Schema.
"""
Whole = Annotated[int, Strict()]
Dkk = Annotated[int, Strict(), Field(ge=0, le=1_000_000_000_000)]
Year = Annotated[int, Strict(), Field(ge=2000, le=2100)]
