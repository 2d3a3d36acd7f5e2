"""Spreadsheets of organisational units."""

from collections.abc import Sequence

from app.imports import queries
from app.imports.choices import ImportKind
from app.imports.draft import Draft
from app.imports.keyed import KeyedKind
from app.imports.ordering import from_the_top
from app.imports.tree import Upwards, circles
from app.models import Unit
from app.organisation.units.schemas import UnitWrite
from app.tabular.columns import columns_of


class Units(KeyedKind):
    """A parent may stand anywhere in the file."""

    name = ImportKind.UNITS
    table = Unit
    schema = UnitWrite
    columns = columns_of(UnitWrite)
    refers = {"parent": Unit}

    def cross_check(self, drafts: Sequence[Draft]) -> bool:
        """No unit stands above itself."""
        moving = {draft.id: draft for draft in drafts if "parent_id" in draft.columns}
        found = False
        for circle in circles(self._above(drafts)):
            names = " → ".join(self.index[unit_id].name for unit_id in (*circle, circle[0]))
            for draft in (moving[unit_id] for unit_id in circle if unit_id in moving):
                detail = f"Enhederne ville stå over hinanden i ring: {names}. Ret den overordnede enhed."
                draft.reject("parent", "unit-cycle", detail)
                found = True
        return found

    def arrange(self, drafts: Sequence[Draft]) -> None:
        from_the_top(drafts, self._above(drafts), "parent_id")

    def _above(self, drafts: Sequence[Draft]) -> Upwards:
        """Every unit and the one above it, as the drafts would have it."""
        moved = {draft.id: draft.columns["parent_id"] for draft in drafts if "parent_id" in draft.columns}
        return {**queries.parents(self.work.session), **moved}
