"""What dashboards must say, counted one card after the other."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

import orjson
from sqlmodel import select

from app.models import Card, RegisterState, Unit
from app.register.cards import VERDICT_OF_LETTER
from app.rules.engine import catalogue
from app.vocabulary import Criticality, FundingState, Lifecycle, OwnershipState, Severity, VerdictKind
from tests.support.api import Api

Json = dict[str, Any]


class Figures:
    """One state of the register."""

    def __init__(self, api: Api) -> None:
        with api.register.database.reading() as session:
            self.rows = list(session.exec(select(Card)).all())
            self.units = {unit.id: unit for unit in session.exec(select(Unit)).all()}
            self.revision = session.exec(select(RegisterState)).one().revision
        self.today = api.time.today().isoformat()

    def below(self, tops: Iterable[str | None]) -> set[str | None]:
        """The units and all below them."""
        found = set(tops)
        while more := {unit.id for unit in self.units.values() if unit.parent_id in found - {None}} - found:
            found |= more
        return found

    def summary(self, units: Sequence[str] = (), *, subunits: bool = True) -> Json:
        rows = self._of(units, subunits=subunits)
        severities = Counter(finding["severity"] for finding in _findings(rows, waived=False))
        return {
            "systems": {
                "total": len(rows),
                "byLifecycle": _by(Lifecycle, (row.lifecycle for row in rows)),
                "byCriticality": _by(Criticality, (row.criticality for row in rows)),
            },
            "findings": {
                "open": severities.total(),
                "waived": len(_findings(rows, waived=True)),
                "bySeverity": _by(Severity, severities.elements()),
                "byRule": [_of_rule(rule, [row.verdicts[place] for row in rows]) for place, rule in enumerate(RULES)],
            },
            "ownership": _ownership(rows),
            "funding": _funding(rows),
            "shortfall": _shortfall(rows),
            "asOf": self.today,
            "revision": self.revision,
        }

    def heatmap(self, units: Sequence[str] = (), *, subunits: bool = True) -> Json:
        rows = [row for row in self._of(units, subunits=subunits) if _in_use(row)]
        counted = Counter((_level(row), row.criticality) for row in rows)
        flagged = Counter((_level(row), row.criticality) for row in rows if _findings([row], waived=False))
        criticalities = list(Criticality.labels())
        order = sorted(counted, key=lambda cell: (cell[0] is None, cell[0] or 0, criticalities.index(cell[1])))
        return {
            "cells": [
                {
                    "managementLevel": level,
                    "criticality": criticality,
                    "systems": counted[level, criticality],
                    "flagged": flagged[level, criticality],
                }
                for level, criticality in order
            ]
        }

    def unit_rows(self) -> dict[str | None, Json]:
        """By unit; whoever stands where in the tree is tried elsewhere."""
        without = [None] if any(row.unit_id is None for row in self.rows) else []
        return {unit_id: self._row(unit_id) for unit_id in [*self.units, *without]}

    def _row(self, unit_id: str | None) -> Json:
        unit = self.units.get(unit_id or "")
        within = self.below([unit_id])
        rows = [row for row in self.rows if row.unit_id in within]
        severities = Counter(finding["severity"] for finding in _findings(rows, waived=False))
        return {
            "unitId": unit_id,
            "name": unit.name if unit else "Uden enhed",
            "kind": unit and unit.kind,
            "parentId": unit and unit.parent_id,
            "systems": len(rows),
            "inUse": sum(map(_in_use, rows)),
            "flagged": sum(bool(_findings([row], waived=False)) for row in rows),
            "findings": severities.total(),
            "bySeverity": _by(Severity, severities.elements()),
            "ownership": _ownership(rows),
            "funding": _funding(rows),
        }

    def _of(self, units: Sequence[str], *, subunits: bool) -> list[Card]:
        if not units:
            return self.rows
        within = self.below(units) if subunits else set(units)
        return [row for row in self.rows if row.unit_id in within]


RULES = list(catalogue())


def _body(row: Card) -> Json:
    body: Json = orjson.loads(row.body)
    return body


def _in_use(row: Card) -> bool:
    return Lifecycle(_body(row)["lifecycle"]).in_use


def _level(row: Card) -> int | None:
    owner = _body(row)["owner"]
    return owner and owner["managementLevel"]


def _findings(rows: Iterable[Card], *, waived: bool) -> list[Json]:
    return [finding for row in rows for finding in _body(row)["findings"] if finding["waived"] is waived]


def _by(terms: Any, values: Iterable[str]) -> dict[str, int]:
    counted = Counter(values)
    return {term: counted[term] for term in terms.labels()}


def _of_rule(rule: str, letters: Sequence[str]) -> Json:
    kinds = Counter(VERDICT_OF_LETTER[letter] for letter in letters)
    names = {VerdictKind.FLAGGED: "flagged", VerdictKind.UNKNOWN: "unknown", VerdictKind.OK: "ok"}
    return {
        "rule": rule,
        **{name: kinds[kind] for kind, name in names.items()},
        "notApplicable": kinds[VerdictKind.NOT_APPLICABLE],
    }


def _ownership(rows: Iterable[Card]) -> dict[str, int]:
    return _by(OwnershipState, (row.ownership_state for row in rows if _in_use(row)))


def _funding(rows: Iterable[Card]) -> Json:
    used = [_body(row)["funding"] for row in rows if _in_use(row)]
    development, decommission = ([each[name] for each in used] for name in ("development", "decommission"))
    return {**_purpose(used), "development": _purpose(development), "decommission": _purpose(decommission)}


def _purpose(funding: Sequence[Json]) -> Json:
    sums = {name: sum(each[name] or 0 for each in funding) for name in ("estimatedDkk", "allocatedDkk")}
    return {**_by(FundingState, (each["state"] for each in funding)), **sums}


def _shortfall(rows: Iterable[Card]) -> Json:
    gaps = []
    for row in rows:
        funding = _body(row)["funding"]
        gap = (funding["estimatedDkk"] or 0) - (funding["allocatedDkk"] or 0)
        if _in_use(row) and funding["state"] in {"underfunded", "unfunded"} and gap > 0:
            gaps.append((-gap, row.system_id))
    largest = [{"systemId": system_id, "missingDkk": -gap} for gap, system_id in sorted(gaps)[:10]]
    return {"missingDkk": -sum(gap for gap, _ in gaps), "largest": largest}
