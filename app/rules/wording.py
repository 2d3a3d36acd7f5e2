"""How messages write amounts, dates, levels, names and lists in Danish."""

from collections.abc import Iterable, Sequence
from functools import cache

from app.core.languages import danish_date as danish_date  # noqa: PLC0414 - the rules find all wording here
from app.vocabulary import MANAGEMENT_LEVELS, Duty


def kroner(amount: int) -> str:
    """`1.234.567 kr.`; the abbreviation's full stop also ends a sentence."""
    return f"{amount:,}".replace(",", ".") + " kr."


def level(management_level: int) -> str:
    """`niveau 4 (teamleder)`."""
    return f"niveau {management_level} ({MANAGEMENT_LEVELS[management_level]})"


def quoted(name: str) -> str:
    """`»Chef for løn, HR og IT«`: where a name ends shows, whatever is in it."""
    return f"»{name}«"


def position(title: str) -> str:
    """`stillingen »Ejendomschef«`, never the person: whoever sits there changes."""
    return f"stillingen {quoted(title)}"


def positions(titles: Sequence[str]) -> str:
    """`stillingen »A«`, `stillingerne »A« og »B«`."""
    return f"{'stillingen' if len(titles) == 1 else 'stillingerne'} {listed(map(quoted, titles))}"


def within(unit_name: str, title: str) -> str:
    """` i Rusmiddelcentret`, behind a position, unless its title says so already."""
    return "" if unit_name.casefold() in title.casefold() else f" i {unit_name}"


def listed(words: Iterable[str]) -> str:
    """`a, b og c`."""
    return _joined(words, "og")


def either(words: Iterable[str]) -> str:
    """`a, b eller c`: behind a negation, and wherever one of them is enough."""
    return _joined(words, "eller")


def _joined(words: Iterable[str], last_word: str) -> str:
    *first, last = words
    return f"{', '.join(first)} {last_word} {last}" if first else last


def sentence(text: str) -> str:
    """With a capital letter to begin with."""
    return text[:1].upper() + text[1:]


def task(duty: Duty) -> str:
    """What someone has: `ejerskabet`, `ansvaret for at fejlrette systemet`."""
    return "ejerskabet" if duty is Duty.OWNER else to_do([duty])


def to_do(duties: Iterable[Duty]) -> str:
    """`ansvaret for at følge eller fejlrette systemet`, behind a negation; the labels of the duties are infinitives."""
    return _to_do(tuple(duties))


@cache
def _to_do(duties: tuple[Duty, ...]) -> str:
    return f"ansvaret for at {either(duty.label for duty in duties)} systemet"


def months_back(months: int) -> str:
    """`mindst hver måned`, `mindst hver 12. måned`."""
    return "mindst hver måned" if months == 1 else f"mindst hver {months}. måned"
