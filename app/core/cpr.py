"""Danish personal numbers (CPR), in every spelling that people and files give them."""

import re
import unicodedata
from urllib.parse import unquote

from app.core.unseen import is_unseen

# Less cannot be one; most texts hold less, and are read once for that alone.
_TEN_DIGITS = re.compile(r"(?:\D*\d){10}")
# What is not read as it stands: digits of other scripts, and what nobody sees. Latin-1 has none but the soft hyphen.
_ODD = re.compile(r"[^\t-\r\x20-\x7e\xa0-\xac\xae-\xff]")
# A UUID, or a long run of hexadecimal digits with a letter among them: a name that a machine gave.
_MACHINE_NAME = re.compile(
    r"(?<![^\W_])(?:[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?=[0-9]*[a-f])[0-9a-f]{16,})(?![^\W_])", re.IGNORECASE
)
# 61-91 is how replacement numbers write the day. A number without a date in front is a telephone's or an account's.
_DAY, _MONTH, _YEAR = r"(?:0[1-9]|[12][0-9]|3[01]|6[1-9]|[78][0-9]|9[01])", r"(?:0[1-9]|1[0-2])", r"[0-9]{2}"
_DASH = r"\-\u2010-\u2015\u2043\u2212\ufe58\ufe63\uff0d"
_BLANK = r"[^\S\n]"
# Day, month and year stand on one line. 2011/12 is two years, never a day, a month and a year.
_BETWEEN = rf"(?:{_BLANK}?[.{_DASH}]{_BLANK}?|{_BLANK})"
_BETWEEN_OR_SLASH = rf"(?:{_BLANK}?[./{_DASH}]{_BLANK}?|{_BLANK})"
# In front of the last four. Behind a date in parts it is no point: 10.12.20.1234 is a version or an account, and
# »den 31.12.26. 2027 bliver …« is the end of a sentence.
_AFTER_SIX = rf"(?:\.|[\s/_{_DASH}]{{1,3}})?"
_AFTER_PARTS = rf"(?:{_BLANK}|[/{_DASH}]){{1,3}}"
# A day in parts has the same mark twice: 18.02 56 1234 is the end of a KLE number, and others behind it.
# The last four end the number: 20 10 12 34 56 is a telephone's, 31-12-2026 1234 a day and a sum. Case numbers are
# written as 2012-123456, so that a blank alone may stand between day and month and the six that follow.
_CPR = re.compile(
    rf"(?<![0-9]){_DAY}(?:"
    rf"{_MONTH}(?:{_YEAR}{_AFTER_SIX}|{_BETWEEN}{_YEAR}{_AFTER_PARTS}|{_BLANK}{_YEAR})"
    rf"|(?P<mark>{_BETWEEN_OR_SLASH}){_MONTH}(?P=mark){_YEAR}{_AFTER_PARTS}"
    r")[0-9]{4}(?![0-9])"
)

#: Stands for a text that is not repeated.
_HIDDEN = "••••••-••••"


def contains_cpr(text: str) -> bool:
    """Whether the text holds something that reads as a Danish personal number.

    Ten digits in one, between two letters, are part of a code; so are those of a UUID or of a long hexadecimal name.
    """
    if not _TEN_DIGITS.match(text):
        return False
    plain = _ODD.sub(_read, text)
    # Names are taken out where there is something to find at all: to look for them takes longer than the search.
    if not _CPR.search(plain):
        return False
    plain = _MACHINE_NAME.sub("x", plain)
    return any(not found[0].isdecimal() or not _between_letters(plain, found) for found in _CPR.finditer(plain))


def hide_cpr(text: str) -> str:
    """The text, or a stand-in for all of it where it holds such a number, also one that is percent-encoded."""
    return _HIDDEN if contains_cpr(text) or ("%" in text and contains_cpr(unquote(text))) else text


def _read(found: re.Match[str]) -> str:
    """The character as it is read: any script's digit as a plain one, nothing for what nobody sees."""
    character = found[0]
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    # Blanks of every width part the digits.
    return "" if is_unseen(character) and not character.isspace() else character


def _between_letters(text: str, found: re.Match[str]) -> bool:
    return text[found.start() - 1 : found.start()].isalpha() and text[found.end() : found.end() + 1].isalpha()
