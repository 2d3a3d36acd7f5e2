"""The figures themselves: what is asked, counted, and rolled up along the tree of units."""

from collections import defaultdict
from datetime import date
from typing import Any

import numpy as np

from app.core.folding import sort_key
from app.dashboards.counting import (
    COUNTED,
    Tally,
    count_findings,
    count_funding,
    count_ownership,
    count_severities,
    count_systems,
    count_verdicts,
    heatmap_cells,
    shortfall,
    tally,
)
from app.dashboards.schemas import Heatmap, Scope, Summary, UnitRow
from app.http.lists import Listing
from app.register.columns.coded import Mask
from app.register.meaning import require_own
from app.register.organisation import Organisation
from app.security.reader import Reader
from app.systems.filter_queries import units
from app.vocabulary import UnitKind

_WITHOUT_UNIT = "Uden enhed"


def summary(reader: Reader, scope: Scope) -> Summary:
    """Raises OtherRelease where the verdicts are by the rules of another release."""
    snapshot = reader.columns
    edition = snapshot.edition
    require_own(edition.meaning)
    mask = _asked(reader, scope)

    def figures() -> dict[str, Any]:
        counted = tally(snapshot, mask, np.zeros(snapshot.size, np.int64), 1)
        return {
            "systems": count_systems(counted, 0),
            "findings": count_findings(counted, 0, count_verdicts(snapshot, mask)),
            "ownership": count_ownership(counted, 0),
            "funding": count_funding(counted, 0),
            "shortfall": shortfall(snapshot, mask),
        }

    return Summary(
        **(snapshot.worked_out("summary", COUNTED, figures) if mask is snapshot.alive else figures()),
        as_of=date.fromisoformat(edition.evaluated_on or reader.today.isoformat()),
        revision=edition.revision,
    )


def heatmap(reader: Reader, scope: Scope) -> Heatmap:
    return Heatmap(cells=heatmap_cells(reader.columns, _asked(reader, scope)))


def unit_rows(reader: Reader) -> Listing[UnitRow]:
    """A row per unit, a unit before those below it; last the systems that have none."""
    organisation, snapshot = reader.organisation, reader.columns
    ordered: list[str | None] = [*_in_tree_order(organisation), None]
    row_of = {unit_id: row for row, unit_id in enumerate(ordered)}
    # A unit that came after the organisation was read has no row yet.
    rows = snapshot.column("unit_id").mapped(lambda unit_id: row_of.get(unit_id, -1))
    counted = tally(snapshot, snapshot.alive & (rows >= 0), rows, len(ordered))
    without = int(counted.lifecycles[-1].sum())
    for row in range(len(ordered) - 2, -1, -1):
        above = organisation.units[str(ordered[row])].parent_id
        if above is not None:
            counted.roll_up(row, into=row_of[above])
    found = [_row(organisation, unit_id, counted, row) for row, unit_id in enumerate(ordered) if unit_id or without]
    return Listing[UnitRow](items=found, next_cursor=None, total=len(found))


def _asked(reader: Reader, scope: Scope) -> Mask:
    snapshot = reader.columns
    if not scope.unit_id:
        return snapshot.alive
    asked = units(reader.now, scope.unit_id, subunits=scope.include_subunits)
    return snapshot.alive & snapshot.column("unit_id").equal_to(asked)


def _in_tree_order(organisation: Organisation) -> list[str]:
    """Depth first, sisters by name; written without recursion, since trees may be deep."""
    children: dict[str | None, list[str]] = defaultdict(list)
    for unit in sorted(organisation.units.values(), key=lambda unit: sort_key(unit.name), reverse=True):
        children[unit.parent_id].append(unit.id)
    ordered, waiting = [], list(children[None])
    while waiting:
        unit_id = waiting.pop()
        ordered.append(unit_id)
        waiting.extend(children[unit_id])
    return ordered


def _row(organisation: Organisation, unit_id: str | None, counted: Tally, row: int) -> UnitRow:
    unit = organisation.units[unit_id] if unit_id else None
    by_severity = count_severities(counted, row)
    in_use, flagged = counted.used[row].tolist()
    return UnitRow(
        unit_id=unit_id,
        name=unit.name if unit else _WITHOUT_UNIT,
        kind=UnitKind(unit.kind) if unit else None,
        parent_id=unit.parent_id if unit else None,
        systems=int(counted.lifecycles[row].sum()),
        in_use=in_use,
        flagged=flagged,
        findings=sum(by_severity.values()),
        by_severity=by_severity,
        ownership=count_ownership(counted, row),
        funding=count_funding(counted, row),
    )
