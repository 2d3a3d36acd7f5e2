"""The tree of units, and the pages of a unit, a position and a person."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from app.vocabulary import Permission
from app.web.addresses import address
from app.web.asking import PageRequest, Shown
from app.web.interior import Refused, step
from app.web.units import unit_names, unit_rows

_MOST = "200"
#: Levels of the tree that stand open.
_OPEN = 2
#: So many positions are named as those that much hangs on.
_LOADED = 15
#: A line upwards is never longer; the interface refuses rings, and this keeps a page from trusting that.
_LONGEST_LINE = 30
#: Pages of positions that are looked through for those that nobody holds.
_PAGES = 25


@dataclass(frozen=True, slots=True)
class Branch:
    """A unit and the units below it. `open`: whether these stand there at once."""

    row: Mapping[str, Any]
    below: list["Branch"]
    open: bool


def tree(rows: Sequence[Mapping[str, Any]], root: str | None = None, depth: int = 0) -> list[Branch]:
    """Of the dashboard's rows; a unit whose parent is not among them is a root."""
    by_parent: dict[str | None, list[Mapping[str, Any]]] = {}
    known = {row["unitId"] for row in rows}
    for row in rows:
        parent = row["parentId"] if row["parentId"] in known else None
        by_parent.setdefault(parent, []).append(row)

    def branches(parent: str | None, level: int) -> list[Branch]:
        below = sorted(by_parent.get(parent, []), key=lambda row: row["name"].casefold())
        return [Branch(row, branches(row["unitId"], level + 1), level < _OPEN) for row in below]

    return branches(root, depth)


async def overview(page: PageRequest) -> Shown:
    """The tree, and the positions that most hangs on."""
    rows = await unit_rows(page)
    counted = await page.interior.get("/v1/systems", {"facets": "ownerPositionId", "limit": "1", "fields": "id"})
    loaded = []
    for found in counted["facets"].get("ownerPositionId", [])[:_LOADED]:
        position = await page.interior.find(f"/v1/positions/{found['value']}") if found["value"] else None
        if position is not None:
            loaded.append((position, found["total"]))
    return Shown("organisation/overview.html", {"branches": tree(rows), "loaded": loaded}, kept=False)


async def vacancies(page: PageRequest) -> Shown:
    """Positions that nobody holds today, those that own systems first."""
    vacant: list[dict[str, Any]] = []
    asked: dict[str, str] = {"limit": _MOST}
    complete = False
    for _ in range(_PAGES):
        found = await page.interior.get("/v1/positions", asked)
        vacant += [position for position in found["items"] if position["holder"] is None]
        if found["nextCursor"] is None:
            complete = True
            break
        asked = {"limit": _MOST, "cursor": found["nextCursor"]}
    counted = await page.interior.get("/v1/systems", {"facets": "ownerPositionId", "limit": "1", "fields": "id"})
    owned = {found["value"]: found["total"] for found in counted["facets"].get("ownerPositionId", [])}
    units = await unit_names(page)
    vacant.sort(key=lambda position: (-owned.get(position["id"], 0), position["title"].casefold()))
    return Shown(
        "organisation/vacancies.html",
        {"vacant": vacant, "owned": owned, "units": units, "complete": complete},
    )


async def unit(page: PageRequest) -> Shown:
    """Its figures, positions, duties and the units below; `cursor` pages the duties."""
    unit_id = step(page.step("unit_id"))
    rows = await unit_rows(page)
    found = await page.interior.get(f"/v1/units/{unit_id}")
    positions = await page.interior.get("/v1/positions", {"unitId": found["id"], "limit": _MOST})
    duties = await page.interior.get(
        f"/v1/units/{unit_id}/duties", {"limit": "50", "cursor": page.query.get("cursor") or ""}
    )
    cursor = duties["nextCursor"]
    return Shown(
        "organisation/unit.html",
        {
            "unit": found,
            "row": next((row for row in rows if row["unitId"] == found["id"]), None),
            "path_down": _path(rows, found["id"]),
            "below": tree(rows, found["id"], _OPEN),
            "positions": sorted(
                positions["items"],
                key=lambda position: (position["managementLevel"], position["title"].casefold()),
            ),
            "duties": duties,
            "next_address": cursor and address(page.path, [("cursor", cursor)]),
            "first_address": page.path if "cursor" in page.query else None,
        },
        kept=False,
    )


async def position(page: PageRequest) -> Shown:
    """Its line upwards, who has held it, and what it answers for."""
    position_id = step(page.step("position_id"))
    found = await page.interior.get(f"/v1/positions/{position_id}")
    units = await unit_names(page)
    owned = await page.interior.get(
        "/v1/systems",
        {
            "ownerPositionId": found["id"],
            "sort": "-severityRank,-findingCount,name",
            "limit": _MOST,
            "fields": "id,name,criticality,findingCount,worstSeverity",
        },
    )
    held = await page.interior.get(
        f"/v1/positions/{position_id}/responsibilities", {"at": page.today.isoformat(), "limit": _MOST}
    )
    tenures = await page.interior.get(f"/v1/positions/{position_id}/tenures", {"limit": "50"})
    names = await _names_of(page, tenures["items"], found)
    return Shown(
        "organisation/position.html",
        {
            "position": found,
            "unit_name": units.get(found["unitId"], "?"),
            "line": await _line(page, found),
            "owned": owned,
            "duties": sorted(
                (duty for duty in held["items"] if duty["duty"] != "owner"),
                key=lambda duty: (duty["systemName"].casefold(), duty["duty"]),
            ),
            "tenures": sorted(tenures["items"], key=lambda tenure: tenure["validFrom"], reverse=True),
            "names": names,
            "policy": await page.interior.get("/v1/policy"),
        },
        kept=False,
    )


async def person(page: PageRequest) -> Shown:
    """What they hold and held, and how to reach them, for those who may know."""
    person_id = step(page.step("person_id"))
    found = await page.interior.get(f"/v1/people/{person_id}")
    tenures = (await page.interior.get(f"/v1/people/{person_id}/tenures", {"limit": _MOST}))["items"]
    titles: dict[str, str] = {}
    for tenure in tenures:
        held = await page.interior.find(f"/v1/positions/{tenure['positionId']}")
        titles[tenure["positionId"]] = held["title"] if held is not None else "?"
    duties = await page.interior.get(
        f"/v1/people/{person_id}/responsibilities", {"at": page.today.isoformat(), "limit": _MOST}
    )
    absences = await page.interior.find(f"/v1/people/{person_id}/absences", {"limit": "20"})
    return Shown(
        "organisation/person.html",
        {
            "person": found,
            "tenures": sorted(tenures, key=lambda tenure: tenure["validFrom"], reverse=True),
            "titles": titles,
            "duties": sorted(duties["items"], key=lambda duty: (duty["systemName"].casefold(), duty["duty"])),
            "absences": [] if absences is None else absences["items"],
            "may_plan": page.may_everywhere(Permission.PLAN_DEPARTURE),
        },
        kept=False,
    )


def _path(rows: Sequence[Mapping[str, Any]], unit_id: str) -> list[Mapping[str, Any]]:
    """The units above, the highest first."""
    by_id = {row["unitId"]: row for row in rows}
    found: list[Mapping[str, Any]] = []
    place = by_id.get(unit_id, {}).get("parentId")
    while place in by_id and by_id[place] not in found:
        found.append(by_id[place])
        place = by_id[place]["parentId"]
    return found[::-1]


async def _line(page: PageRequest, position: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Whom the position reports to, and so on to the top."""
    found: list[Mapping[str, Any]] = []
    above = position["reportsTo"]
    while above is not None and len(found) < _LONGEST_LINE:
        next_position = await page.interior.find(f"/v1/positions/{above['positionId']}")
        if next_position is None:
            break
        found.append(next_position)
        above = next_position["reportsTo"]
    return found


async def _names_of(
    page: PageRequest, tenures: Sequence[Mapping[str, Any]], position: Mapping[str, Any]
) -> dict[str, str]:
    """Names of those who hold or held the position, as they are on the day of the tenure."""
    names = {each["personId"]: each["name"] for each in (position["holder"], position["deputy"]) if each is not None}
    for person_id in {tenure["personId"] for tenure in tenures} - names.keys():
        try:
            names[person_id] = (await page.interior.get(f"/v1/people/{person_id}"))["name"]
        except Refused as refused:
            if refused.status not in {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}:
                raise
    return names
