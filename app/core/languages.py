"""The languages that people are answered in: what is said stands in all of them side by side, so none is forgotten."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

# One part of Accept-Language (RFC 9110): a tag or a star, and at most a weight of three decimals.
_PART = re.compile(r"(\*|[A-Za-z]{1,8})(?:-[A-Za-z0-9]{1,8})*(?:[ \t]*;[ \t]*[qQ]=([01](?:\.[0-9]{0,3})?))?")


class Language(StrEnum):
    """The first is the one of whoever asks for none."""

    DANISH = "da"
    ENGLISH = "en"


@dataclass(frozen=True, slots=True)
class Text:
    """The same said in each language. As `str` it is English, for logs and the command line."""

    en: str
    da: str

    def in_(self, language: Language) -> str:
        return self.da if language is Language.DANISH else self.en

    def __str__(self) -> str:
        return self.en


def preferred(header: str | None) -> Language:
    """The language that an Accept-Language header asks for; Danish where it asks for none that there is.

    What cannot be read in the header is passed over. Of equal wishes the earlier counts.
    """
    weights = _weights(header or "")
    order = list(weights)
    # A star stands for every language that the header does not name.
    names = {language: language.value if language in weights else "*" for language in Language}

    def wish(language: Language) -> tuple[float, int]:
        name = names[language]
        return (weights[name], -order.index(name)) if name in weights else (0.0, 0)

    best = max(Language, key=wish)
    if wish(best)[0] > 0:
        return best
    # A weight of 0 refuses a language; whoever refuses all of them is answered nevertheless.
    return next((language for language in Language if names[language] not in weights), Language.DANISH)


def _weights(header: str) -> dict[str, float]:
    """Language, or star, → weight; the largest where a header names a language more than once."""
    weights: dict[str, float] = {}
    for part in header.split(","):
        read = _PART.fullmatch(part.strip())
        if read is None:
            continue
        weight = float(read[2] or 1)
        if weight <= 1:
            name = read[1].lower()
            weights[name] = max(weight, weights.get(name, 0.0))
    return weights


_MONTHS = (
    *("januar", "februar", "marts", "april", "maj", "juni"),
    *("juli", "august", "september", "oktober", "november", "december"),
)


def danish_date(day: date) -> str:
    return f"{day.day:02}-{day.month:02}-{day.year:04}"


def long_danish_date(day: date) -> str:
    """`30. oktober 2026`, where a sentence stands on a page."""
    return f"{day.day}. {_MONTHS[day.month - 1]} {day.year}"


def danish_period(first: date, last: date | None) -> str:
    """`fra den 01-01-2026 til og med den 31-12-2026`, `fra den 01-01-2026 og indtil videre`."""
    return f"fra den {danish_date(first)} " + (
        "og indtil videre" if last is None else f"til og med den {danish_date(last)}"
    )


def english_period(first: date, last: date | None) -> str:
    return f"from {first} to {last or 'further notice'}"
