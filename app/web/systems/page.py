"""The page of the list."""

from collections.abc import Iterable
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from app.web.addresses import address, toggled, without
from app.web.asking import PageFile, PageRequest, Shown
from app.web.interior import Refused
from app.web.systems.facets import FACETS, facet_groups
from app.web.systems.rows import COLUMNS, FIELDS, rows
from app.web.units import unit_names

#: Keys of the address that are the page's own; all others are filters of the list.
_OWN = ("kolonner", "besked")
_ASKED = (("limit", "50"), ("facets", ",".join(FACETS)), ("fields", ",".join(FIELDS)))
#: What can be sorted by, by column, and which way the first click goes.
_SORTS = {
    "name": ("name", "-name"),
    "criticality": ("-criticality", "criticality"),
    "findings": ("-severityRank", "severityRank"),
    "updated": ("-updatedAt", "updatedAt"),
}
_USUAL = ("owner", "criticality", "funding", "findings")


@dataclass(frozen=True, slots=True)
class ColumnHead:
    """`sort`: where a click leads, None for a column that is not sorted by; `order`: as `aria-sort` says it."""

    key: str
    title: str
    sort: str | None
    order: str | None


async def show(page: PageRequest) -> Shown:
    """The API's own filters, in the address."""
    pairs = without(page.pairs, *_OWN)
    chosen = [key for key in COLUMNS if key in page.query.getlist("kolonner")] or list(_USUAL)
    asked = without(pairs, "limit", "facets", "fields")
    names = await _names_of_units(page, chosen)
    titles = {rule["id"]: rule["title"] for rule in (await page.interior.get("/v1/rules"))["items"]}
    refused: Refused | None = None
    try:
        found = await page.interior.get("/v1/systems", [*asked, *_ASKED])
    except Refused as error:
        if error.status != HTTPStatus.BAD_REQUEST:
            raise
        refused, found = error, {"items": [], "total": 0, "nextCursor": None, "facets": {}}
    columns = [("kolonner", key) for key in page.query.getlist("kolonner")]
    here = [*asked, *columns]
    return Shown(
        "systems/page.html",
        {
            "found": found,
            "refused": refused,
            "rows": rows(page.words, found["items"], chosen, names, page.query.get("knownAt")),
            "searched": page.query.get("q", ""),
            "heads": _heads(page, here, chosen),
            "all_columns": [(key, _title(page, key)) for key in COLUMNS],
            "chosen": chosen,
            "facets": facet_groups(page.words, found["facets"], here, titles),
            "filters": _filters(page, here, names),
            "hidden": without(here, "q", "cursor"),
            "hidden_besides_columns": without(here, "kolonner"),
            "next_address": found["nextCursor"]
            and address("/systemer", [*without(here, "cursor"), ("cursor", found["nextCursor"])]),
            "first_address": address("/systemer", without(here, "cursor")) if "cursor" in page.query else None,
            "excel": address("/filer/systems.xlsx", without(asked, "cursor")),
        },
        HTTPStatus.OK if refused is None else HTTPStatus.BAD_REQUEST,
    )


async def _names_of_units(page: PageRequest, chosen: list[str]) -> dict[str, str]:
    """By id; nothing where no column and no filter names a unit, since there may be hundreds."""
    if "unit" not in chosen and not {"unitId", "ownerUnitId"} & set(page.query):
        return {}
    return await unit_names(page)


async def download(page: PageRequest) -> PageFile:
    """A file of the interface, with the filters of the address."""
    return PageFile(f"/v1/exports/{page.step('name')}", page.pairs)


def _title(page: PageRequest, key: str) -> str:
    say = page.words.say
    return {
        "name": say("System"),
        "owner": say("Ejer"),
        "level": say("Niveau"),
        "criticality": say("Kritikalitet"),
        "lifecycle": say("Status"),
        "funding": say("Penge"),
        "findings": say("Fund"),
        "unit": say("Enhed"),
        "supplier": say("Leverandør"),
        "updated": say("Ændret"),
    }[key]


def _heads(page: PageRequest, here: list[tuple[str, str]], chosen: Iterable[str]) -> list[ColumnHead]:
    current = page.query.get("sort", "name")
    heads = []
    for key in ("name", *chosen):
        first, second = _SORTS.get(key, (None, None))
        if first is None or second is None:
            heads.append(ColumnHead(key, _title(page, key), None, None))
            continue
        to = second if current == first else first
        order = None
        if current in {first, second}:
            order = "descending" if current.startswith("-") else "ascending"
        kept = [*without(here, "cursor", "sort"), ("sort", to)]
        heads.append(ColumnHead(key, _title(page, key), address("/systemer", kept), order))
    return heads


def _filters(page: PageRequest, here: list[tuple[str, str]], units: dict[str, str]) -> list[tuple[str, str]]:
    """What the list is narrowed to beside the facets: its words, and the address without it."""
    words, found = page.words, []
    for name, value in without(here, "sort", "cursor", "kolonner", "includeSubunits", *FACETS):
        text: Any = {
            "q": lambda v: words.say("Søgt: %(text)s", text=v),
            "unitId": lambda v: words.say("Enhed: %(name)s", name=units.get(v, v)),
            "ownerUnitId": lambda v: words.say("Ejes i %(name)s", name=units.get(v, v)),
            "ownerLevelMin": lambda v: words.say("Ejes på niveau %(level)s eller lavere", level=v),
            "ownerLevelMax": lambda v: words.say("Ejes på niveau %(level)s eller højere", level=v),
            "minSeverity": lambda v: (
                words.say("Har fund af alvor %(word)s eller værre", word=words.word("severity", v))
                if v != "low"
                else words.say("Har fund")
            ),
            "changedSince": lambda v: words.say("Ændret siden %(day)s", day=_day(words, v)),
            "knownAt": lambda v: words.say("Som registret kendte dem den %(day)s", day=_day(words, v)),
            "hasOwner": lambda v: words.say("Har en ejer") if v == "true" else words.say("Har ingen ejer"),
        }.get(name)
        said = text(value) if text is not None else f"{name}: {value}"
        found.append((said, address("/systemer", toggled(here, name, value))))
    return found


def _day(words: Any, value: str) -> str:  # noqa: ANN401 - the page's words
    try:
        return str(words.plain_date(value))
    except ValueError:
        return value
