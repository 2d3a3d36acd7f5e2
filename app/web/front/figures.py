"""The heat map and the shares of units, worked out of the dashboards' answers."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.vocabulary import Criticality
from app.web.addresses import Pairs, address

#: From such a share of flagged systems on, a cell has the next darker ground.
_STEPS = (0.0, 0.25, 0.5, 0.999)


@dataclass(frozen=True, slots=True)
class HeatCell:
    """`heat`: 0 to 4. `demanded`: the lowest level that the policy lets own such systems."""

    systems: int
    flagged: int
    heat: int
    demanded: bool
    address: str


@dataclass(frozen=True, slots=True)
class HeatRow:
    """`level` None: systems that nobody owns."""

    level: int | None
    cells: list[HeatCell]


def total_of(cells: Sequence[Mapping[str, Any]]) -> tuple[int, int]:
    """Systems in use, and how many of them have a finding."""
    return sum(cell["systems"] for cell in cells), sum(cell["flagged"] for cell in cells)


def heat_rows(cells: Sequence[Mapping[str, Any]], required: Mapping[str, int], listed: Pairs) -> list[HeatRow]:
    """A row for each level that owns a system, or has to; whatever nobody owns comes last."""
    by_place = {(cell["managementLevel"], cell["criticality"]): cell for cell in cells}
    owning = {cell["managementLevel"] for cell in cells} - {None}
    rows: list[int | None] = sorted(owning | set(required.values()))
    if any(cell["managementLevel"] is None for cell in cells):
        rows.append(None)
    return [HeatRow(level, [_cell(by_place, level, code, required, listed) for code in Criticality]) for level in rows]


def _cell(
    by_place: Mapping[tuple[int | None, str], Mapping[str, Any]],
    level: int | None,
    code: Criticality,
    required: Mapping[str, int],
    listed: Pairs,
) -> HeatCell:
    cell = by_place.get((level, code.value), {"systems": 0, "flagged": 0})
    share = cell["flagged"] / cell["systems"] if cell["systems"] else 0
    place: Pairs = (
        [("hasOwner", "false")] if level is None else [("ownerLevelMin", str(level)), ("ownerLevelMax", str(level))]
    )
    pairs = [*listed, ("criticality", code.value), *place]
    heat = sum(share > step for step in _STEPS)
    demanded = level is not None and required.get(code.value) == level
    return HeatCell(cell["systems"], cell["flagged"], heat, demanded, address("/systemer", pairs))


def shares(units: Sequence[Mapping[str, Any]], unit_id: str | None) -> list[Mapping[str, Any]]:
    """The units right below the chosen one, or below the highest that has several; the worst share first."""
    below: dict[str | None, list[Mapping[str, Any]]] = {}
    for row in units:
        below.setdefault(row["parentId"], []).append(row)
    place = unit_id
    found = below.get(place, [])
    while unit_id is None and len(found) == 1:
        place = found[0]["unitId"]
        found = below.get(place, [])
    used = [row for row in found if row["inUse"]]
    return sorted(used, key=lambda row: (-row["flagged"] / row["inUse"], row["name"]))
