"""The figures themselves: what is asked, counted, and rolled up along the tree of units."""

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from app.core.folding import sort_key
from app.dashboards import queries
from app.dashboards.counting import (
    Group,
    SeverityGroup,
    count_findings,
    count_funding,
    count_ownership,
    count_severities,
    count_systems,
    heatmap_cells,
)
from app.dashboards.schemas import Heatmap, Scope, Summary, UnitRow
from app.http.lists import Listing
from app.register.meaning import require_own
from app.register.organisation import Organisation
from app.security.reader import Reader
from app.vocabulary import UnitKind

_WITHOUT_UNIT = "Uden enhed"


def summary(reader: Reader, scope: Scope) -> Summary:
    """Raises OtherRelease where the verdicts are by the rules of another release."""
    require_own(reader.edition.meaning)
    units = _units(reader, scope)
    groups = queries.groups(reader, units)
    return Summary(
        systems=count_systems(groups),
        findings=count_findings(groups, queries.severity_groups(reader, units)),
        ownership=count_ownership(groups),
        funding=count_funding(groups),
        as_of=date.fromisoformat(reader.edition.evaluated_on or reader.today.isoformat()),
        revision=reader.edition.revision,
    )


def heatmap(reader: Reader, scope: Scope) -> Heatmap:
    return Heatmap(cells=heatmap_cells(queries.groups(reader, _units(reader, scope))))


def unit_rows(reader: Reader) -> Listing[UnitRow]:
    """A row per unit, a unit before those below it; last the systems that have none."""
    own_groups: dict[str | None, list[Group]] = defaultdict(list)
    own_severities: dict[str | None, list[SeverityGroup]] = defaultdict(list)
    for group in queries.groups(reader, ()):
        own_groups[group.unit_id].append(group)
    for severity in queries.severity_groups(reader, ()):
        own_severities[severity.unit_id].append(severity)
    organisation = reader.organisation
    rows = []
    for unit_id in _in_tree_order(organisation):
        below = organisation.subtree(unit_id)
        groups = [group for unit in below for group in own_groups[unit]]
        rows.append(_row(organisation, unit_id, groups, [group for unit in below for group in own_severities[unit]]))
    if own_groups[None]:
        rows.append(_row(organisation, None, own_groups[None], own_severities[None]))
    return Listing[UnitRow](items=rows, next_cursor=None, total=len(rows))


def _units(reader: Reader, scope: Scope) -> Sequence[str]:
    if not scope.include_subunits:
        return scope.unit_id
    return sorted({unit for top in scope.unit_id for unit in reader.organisation.subtree(top)})


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


def _row(
    organisation: Organisation, unit_id: str | None, groups: Sequence[Group], severities: Sequence[SeverityGroup]
) -> UnitRow:
    unit = organisation.units[unit_id] if unit_id else None
    by_severity = count_severities(severities)
    return UnitRow(
        unit_id=unit_id,
        name=unit.name if unit else _WITHOUT_UNIT,
        kind=UnitKind(unit.kind) if unit else None,
        parent_id=unit.parent_id if unit else None,
        systems=sum(group.systems for group in groups),
        in_use=sum(group.systems for group in groups if group.in_use),
        flagged=sum(group.systems for group in groups if group.flagged),
        findings=sum(by_severity.values()),
        by_severity=by_severity,
        ownership=count_ownership(groups),
        funding=count_funding(groups),
    )
