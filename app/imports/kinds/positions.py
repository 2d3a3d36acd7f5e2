"""Spreadsheets of positions, with who holds them and who deputises."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from app.core.languages import danish_date
from app.core.lazy import lazy
from app.imports import queries
from app.imports.choices import ImportKind
from app.imports.draft import Draft
from app.imports.index import Entry
from app.imports.keyed import KeyedKind, fitting
from app.imports.ordering import from_the_top, refuse_circles
from app.imports.succession import succession
from app.models import Person, Position, Tenure, Unit
from app.organisation.positions.columns import ADDED, COLUMNS
from app.organisation.positions.schemas import PositionWrite
from app.register.loading import load_organisation
from app.register.organisation import Organisation, PositionRecord
from app.tabular.columns import Column
from app.vocabulary import TenureRole

_ROLES = {"holder": TenureRole.HOLDER, "deputy": TenureRole.DEPUTY}
#: What decides whom a position reports to.
_DECIDING = {"reports_to_id", "unit_id", "leads_unit", "management_level"}


class Positions(KeyedKind):
    """Titles repeat across units: without a key a position is its title in its unit."""

    name = ImportKind.POSITIONS
    table = Position
    in_steps = False
    schema = PositionWrite
    label = "title"
    columns = COLUMNS
    shown_only = ADDED
    written_in = {"unitName": "unit", "holderName": "holder", "deputyName": "deputy"}
    refers = {"unit": Unit, "reportsTo": Position, "holder": Person, "deputy": Person}
    _tenures: dict[str, list[Tenure]]

    def may_be(self, draft: Draft, entry: Entry) -> bool:
        """The same unit, where the row names one."""
        return draft.references.get("unit") in {None, entry.unit_id}

    def namesakes(self, draft: Draft, name: str) -> Sequence[Entry]:
        return [entry for entry in super().namesakes(draft, name) if self.may_be(draft, entry)]

    def derived_key(self, draft: Draft, name: str) -> str:
        unit_id = draft.references.get("unit")
        return fitting(f"{name} ({self.work.index(Unit)[unit_id].name})" if unit_id else name)

    def new_entry(self, draft: Draft, name: str, key: str | None) -> Entry:
        entry = super().new_entry(draft, name, key)
        entry.unit_id = draft.references.get("unit")
        entry.unit_name = self.work.index(Unit)[entry.unit_id].name if entry.unit_id else None
        if key is None and self.index.with_key(entry.external_id or "") is not None:
            # Units may be namesakes too.
            entry.external_id = fitting(f"{name} ({entry.unit_id})")
        return entry

    def read(self, drafts: Sequence[Draft]) -> None:
        super().read(drafts)
        held = [draft.id for draft in drafts if draft.references.keys() & _ROLES.keys() and not draft.new]
        self._tenures = queries.tenures(self.work.session, held, self.work.today)
        named = [draft.references[field] for draft in drafts for field in _ROLES if field in draft.references]
        self._gone = queries.gone(self.work.session, named, self.work.today)

    def now(self, draft: Draft, column: Column) -> Any:  # noqa: ANN401 - a value of any field
        """Who holds it, and who deputises, today are no columns of the position."""
        if column.name not in _ROLES:
            return super().now(draft, column)
        incumbency = self._organisation.incumbency(draft.id)
        facts = incumbency.holder if column.name == "holder" else incumbency.deputy
        return facts and facts.person_id

    def write(self, draft: Draft, body: Any, existing: dict[str, Any]) -> None:  # noqa: ANN401 - a PositionWrite
        super().write(draft, body, existing)
        for field, role in _ROLES.items():
            if field in draft.references:
                change = succession(
                    {"position_id": draft.id, "role": role.value},
                    "person_id",
                    draft.references[field],
                    [tenure for tenure in self._tenures.get(draft.id, ()) if tenure.role == role],
                    self.work.today,
                )
                if change is not None:
                    draft.successions = (*draft.successions, change)
                    self._tell_of_gone(draft, field)

    def _tell_of_gone(self, draft: Draft, field: str) -> None:
        last = self._gone.get(draft.references[field])
        if last is not None:
            draft.warn(field, "has-left", f"Personen fratrådte {danish_date(last)}, så pladsen står som ubesat.")

    @lazy
    def _organisation(self) -> Organisation:
        """Before the import."""
        return load_organisation(self.work.session, self.work.today)

    def cross_check(self, drafts: Sequence[Draft]) -> bool:
        """No line of reporting runs in a circle, those that are derived from the units included."""
        deciding = {draft.id: draft for draft in drafts if _DECIDING & draft.columns.keys()}
        if not deciding:
            return False
        after = self._after(drafts)
        above = {position_id: after.reports_to(position_id) for position_id in after.positions}
        said = "Stillingerne ville referere til hinanden i ring: {names}. Ret en af dem."
        return refuse_circles(above, deciding, self.index, "reportsTo", "reporting-loop", said)

    def arrange(self, drafts: Sequence[Draft]) -> None:
        above = {position.id: position.reports_to_id for position in self._after(drafts).positions.values()}
        from_the_top(drafts, above, "reports_to_id")

    def _after(self, drafts: Sequence[Draft]) -> Organisation:
        """The organisation as the drafts would have it."""
        positions = dict(self._organisation.positions)
        for draft in drafts:
            columns = {name: value for name, value in draft.columns.items() if name in PositionRecord.__slots__}
            if draft.new:
                positions[draft.id] = PositionRecord(id=draft.id, **columns)
            elif columns:
                positions[draft.id] = replace(positions[draft.id], **columns)
        return replace(self._organisation, positions=positions)
