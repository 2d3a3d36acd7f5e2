"""How messages write amounts, dates, levels and lists in Danish."""

from collections.abc import Iterable

from app.core.languages import danish_date as danish_date  # noqa: PLC0414 - the rules find all wording here
from app.vocabulary import MANAGEMENT_LEVELS, Duty


def kroner(amount: int) -> str:
    """`1.234.567 kr.`; the abbreviation's full stop also ends a sentence."""
    return f"{amount:,}".replace(",", ".") + " kr."


def level(management_level: int) -> str:
    """`niveau 4 (teamleder)`."""
    return f"niveau {management_level} ({MANAGEMENT_LEVELS[management_level]})"


def listed(words: Iterable[str]) -> str:
    """`a, b og c`."""
    *first, last = words
    return f"{', '.join(first)} og {last}" if first else last


def to_do(duties: Iterable[Duty]) -> str:
    """`ansvaret for at følge og fejlrette systemet`; the labels of the duties are infinitives."""
    return f"ansvaret for at {listed(duty.label for duty in duties)} systemet"


def months_back(months: int) -> str:
    """`mindst hver måned`, `mindst hver 12. måned`."""
    return "mindst hver måned" if months == 1 else f"mindst hver {months}. måned"
