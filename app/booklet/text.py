"""A chain as plain text that fits a narrow screen; what has to be dialled or typed off is never cut. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime, tzinfo
from textwrap import wrap
from typing import Any

from app.booklet import words

#: Lines of a booklet on paper.
PAPER = 78
_NARROWEST = 24
_NEW_PAGE = "\f"


def chain_text(chain: Mapping[str, Any], zone: tzinfo, width: int) -> str:
    """One chain, ending with a line break. `width`: of the screen, in characters."""
    return "\n".join(_lines(chain, zone, max(width, _NARROWEST))) + "\n"


def booklet_text(chains: Iterable[Mapping[str, Any]], title: str, made: str, zone: tzinfo) -> Iterator[str]:
    """A cover, and a page for each chain behind a form feed."""
    yield f"{title}\n{made}\n"
    for chain in chains:
        yield _NEW_PAGE + chain_text(chain, zone, PAPER) + f"\n{made}\n"


def _lines(chain: Mapping[str, Any], zone: tzinfo, width: int) -> Iterator[str]:
    yield from _wrapped(chain["systemName"], width)
    at = words.moment(datetime.fromisoformat(chain["at"]), zone)
    yield from _wrapped(f"{words.question(chain['duty'])} {at}", width)
    for said in chain["missing"]:
        yield from _wrapped(said, width)
    for step in chain["steps"]:
        yield ""
        acts = step["order"] == chain["actingOrder"]
        yield from _wrapped(words.person(step), width, f"{'→' if acts else ' '}{step['order']:>2}. ")
        yield from _indented((step["phone"], step["email"]), (words.position(step), step["reason"]), width)
    if chain["contacts"]:
        yield ""
        yield from _wrapped("Andre, der kan hjælpe:", width)
        for found in chain["contacts"]:
            yield from _wrapped(words.contact(found), width, "   - ")
            yield from _indented((found["phone"],), (), width)
    if chain["emergencyPlanUrl"]:
        yield ""
        yield "Beredskabsplan:"
        yield chain["emergencyPlanUrl"]


def _indented(whole: Sequence[str | None], wrapped: Sequence[str], width: int) -> Iterator[str]:
    """What must stay whole, then what may be broken, below the number of a step."""
    margin = " " * 5
    yield from (margin + line for line in whole if line)
    for text in wrapped:
        yield from _wrapped(text, width, margin)


def _wrapped(text: str, width: int, start: str = "") -> list[str]:
    """Broken at blanks alone; the lines after the first stand below its text."""
    return wrap(
        text,
        width,
        initial_indent=start,
        subsequent_indent=" " * len(start),
        break_long_words=False,
        break_on_hyphens=False,
    )
