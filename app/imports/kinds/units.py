"""Spreadsheets of organisational units."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from app.core.lazy import lazy
from app.imports import queries
from app.imports.choices import ImportKind
from app.imports.draft import Draft
from app.imports.keyed import KeyedKind
from app.imports.ordering import from_the_top, refuse_circles
from app.imports.tree import Upwards, circles
from app.models import Unit
from app.organisation.units.columns import ADDED, COLUMNS
from app.organisation.units.schemas import UnitWrite
from app.register.loading import load_organisation
from app.register.organisation import Organisation, UnitRecord


class Units(KeyedKind):
    """A parent may stand anywhere in the file."""

    name = ImportKind.UNITS
    table = Unit
    in_steps = False
    schema = UnitWrite
    columns = COLUMNS
    shown_only = ADDED
    written_in = {"parentName": "parent"}
    refers = {"parent": Unit}

    def cross_check(self, drafts: Sequence[Draft]) -> bool:
        """No unit stands above itself."""
        moving = {draft.id: draft for draft in drafts if "parent_id" in draft.columns}
        said = "Enhederne ville stå over hinanden i ring: {names}. Ret den overordnede enhed."
        found = refuse_circles(self._above(drafts), moving, self.index, "parent", "unit-cycle", said)
        return found or self._refuse_reporting_loops(moving)

    def _refuse_reporting_loops(self, moving: Mapping[str, Draft]) -> bool:
        """A unit that moves can make its people report in a circle: where no line is set, the units decide."""
        known = {draft.id: draft for draft in moving.values() if not draft.new}
        if not known:
            return False
        before = self._organisation
        units = dict(before.units)
        for draft in moving.values():
            if draft.new:
                # It has nobody yet; only its place in the tree counts.
                units[draft.id] = UnitRecord(draft.id, self.index[draft.id].name, "", draft.columns["parent_id"])
            else:
                units[draft.id] = replace(units[draft.id], parent_id=draft.columns["parent_id"])
        after = replace(before, units=units)
        found = False
        for circle in circles({position_id: after.reports_to(position_id) for position_id in after.positions}):
            titles = " → ".join(after.positions[position_id].title for position_id in (*circle, circle[0]))
            above = {unit for position_id in circle for unit in after.path(after.positions[position_id].unit_id)}
            for draft in (draft for unit_id, draft in known.items() if unit_id in above):
                detail = f"Stillingerne ville referere til hinanden i ring: {titles}. Ret den overordnede enhed."
                draft.reject("parent", "reporting-loop", detail)
                found = True
        return found

    @lazy
    def _organisation(self) -> Organisation:
        """Before the import."""
        return load_organisation(self.work.session, self.work.today)

    def arrange(self, drafts: Sequence[Draft]) -> None:
        from_the_top(drafts, self._above(drafts), "parent_id")

    def _above(self, drafts: Sequence[Draft]) -> Upwards:
        """Every unit and the one above it, as the drafts would have it."""
        moved = {draft.id: draft.columns["parent_id"] for draft in drafts if "parent_id" in draft.columns}
        return {**queries.parents(self.work.session), **moved}
