"""The rows of the list, kept as they were made: a card of one revision looks the same on every page."""

from collections.abc import Callable, Hashable, Mapping, Sequence
from typing import Any

from markupsafe import Markup

from app.core.recent import Recent
from app.web.words import PageWords, tag_for, upper_first

#: Some 600 bytes each.
_kept: Recent[Hashable, Markup] = Recent(5_000)
_LINK = Markup('<a href="{}">{}</a>')
_NOTHING = Markup("–")
_TEXT, _NUMBER = Markup("<td>{}</td>"), Markup('<td class="n">{}</td>')

CellMaker = Callable[[PageWords, Mapping[str, Any], Mapping[str, str]], Markup]


def rows(
    words: PageWords,
    cards: Sequence[Mapping[str, Any]],
    chosen: Sequence[str],
    units: Mapping[str, str],
    shown_on: str | None,
) -> list[Markup]:
    """`<tr>…</tr>` of each card, with the chosen columns.

    `units`: names by id. `shown_on`: the day as of which the cards are known, and which links ask for.
    """

    def made(card: Mapping[str, Any]) -> Markup:
        return _row(words, card, chosen, units, shown_on)

    def key_of(card: Mapping[str, Any]) -> Hashable:
        # Names of units change without the card, and the words for days with the day.
        beside = (units.get(card["unitId"]) if "unit" in chosen else None, words.today if "updated" in chosen else None)
        return card["id"], card["revision"], tuple(chosen), words.language, shown_on, beside

    return [_kept.of(key_of(card), lambda card=card: made(card)) for card in cards]  # type: ignore[misc]


def _row(
    words: PageWords,
    card: Mapping[str, Any],
    chosen: Sequence[str],
    units: Mapping[str, str],
    shown_on: str | None,
) -> Markup:
    onward = f"?vist={shown_on}" if shown_on else ""
    cells = Markup("").join(
        (_NUMBER if key == "level" else _TEXT).format(_CELLS[key](words, card, units)) for key in chosen
    )
    name = _LINK.format(f"/systemer/{card['id']}{onward}", card["name"])
    return Markup('<tr><th scope="row">{}</th>{}</tr>').format(name, cells)


def _owner(words: PageWords, card: Mapping[str, Any], _units: Mapping[str, str]) -> Markup:
    owner = card["owner"]
    if owner is None:
        return Markup('<span class="tag critical">{}</span>').format(words.say("Ingen ejer"))
    title = _LINK.format(f"/organisation/stilling/{owner['positionId']}", owner["title"])
    if owner["personName"] is None:
        return Markup('{} <span class="tag critical">{}</span>').format(title, words.say("Ubesat"))
    return Markup("{}, {}").format(title, owner["personName"])


def _level(_words: PageWords, card: Mapping[str, Any], _units: Mapping[str, str]) -> Markup:
    return Markup("{}").format(card["owner"]["managementLevel"] if card["owner"] else "–")


def _criticality(words: PageWords, card: Mapping[str, Any], _units: Mapping[str, str]) -> Markup:
    return tag_for(words.language, "criticality", card["criticality"])


def _lifecycle(words: PageWords, card: Mapping[str, Any], _units: Mapping[str, str]) -> Markup:
    return tag_for(words.language, "lifecycle", card["lifecycle"])


def _funding(words: PageWords, card: Mapping[str, Any], _units: Mapping[str, str]) -> Markup:
    return tag_for(words.language, "fundingState", card["funding"]["state"]) if card["funding"] else _NOTHING


def _findings(words: PageWords, card: Mapping[str, Any], _units: Mapping[str, str]) -> Markup:
    if not card["findingCount"]:
        return _NOTHING
    number = words.count("%(number)s fund", "%(number)s fund", card["findingCount"])
    severity = tag_for(words.language, "severity", card["worstSeverity"])
    return Markup('<a href="/systemer/{}#fund">{} {}</a>').format(card["id"], severity, number)


def _unit(_words: PageWords, card: Mapping[str, Any], units: Mapping[str, str]) -> Markup:
    unit_id = card["unitId"]
    return _LINK.format(f"/organisation/enhed/{unit_id}", units.get(unit_id, "?")) if unit_id else _NOTHING


def _supplier(_words: PageWords, card: Mapping[str, Any], _units: Mapping[str, str]) -> Markup:
    return Markup("{}").format(card["supplier"] or "–")


def _updated(words: PageWords, card: Mapping[str, Any], _units: Mapping[str, str]) -> Markup:
    return Markup('<span class="nowrap">{}</span>').format(upper_first(words.day(card["updatedAt"])))


_CELLS: Mapping[str, CellMaker] = {
    "owner": _owner,
    "level": _level,
    "criticality": _criticality,
    "lifecycle": _lifecycle,
    "funding": _funding,
    "findings": _findings,
    "unit": _unit,
    "supplier": _supplier,
    "updated": _updated,
}
#: Columns that can be chosen, in the order in which they stand.
COLUMNS = tuple(_CELLS)
#: What a row is made of.
FIELDS = (
    *("id", "name", "revision", "owner", "criticality", "lifecycle", "funding", "findingCount", "worstSeverity"),
    *("unitId", "supplier", "updatedAt"),
)
