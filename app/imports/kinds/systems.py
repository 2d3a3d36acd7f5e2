"""Spreadsheets of systems, with their owners."""

from collections.abc import Sequence
from typing import Any

from app.imports import queries
from app.imports.choices import ImportKind
from app.imports.draft import Draft, Offer
from app.imports.holders import position_named
from app.imports.index import Entry
from app.imports.keyed import KeyedKind
from app.imports.limit import HELD, SYSTEM, USING_UNIT, Limit, refuse_outside
from app.imports.ordering import from_the_top, refuse_circles
from app.imports.succession import succession
from app.imports.tree import Upwards
from app.models import Position, Responsibility, System, Unit
from app.systems.columns import ADDED, COLUMNS
from app.systems.decisions import is_to_come, was_in_use
from app.systems.lifecycle import POSSIBLE
from app.systems.schemas import SystemBody
from app.tabular.columns import Column
from app.vocabulary import Basis, Duty, Lifecycle


class Systems(KeyedKind):
    """Spreadsheets often lack a description: an empty one is taken, with a warning."""

    name = ImportKind.SYSTEMS
    table = System
    schema = SystemBody
    links = {"using_unit_ids": "using_units"}
    columns = COLUMNS
    shown_only = ADDED
    written_in = {
        "ownerPersonName": "owner",
        "ownerTitle": "owner",
        "ownerUnitName": "owner",
        "unitName": "unit",
        "usingUnitNames": "usingUnits",
    }
    refers = {"unit": Unit, "usingUnits": Unit, "owner": Position, "successor": System}
    _owners: dict[str, list[Responsibility]]

    def refer(self, column: Column, text: str) -> Entry:
        return position_named(self.work, text) if column.name == "owner" else super().refer(column, text)

    def read(self, drafts: Sequence[Draft]) -> None:
        super().read(drafts)
        owned = [draft.id for draft in drafts if "owner" in draft.references and not draft.new]
        self._owners = queries.formal_owners(self.work.session, owned, self.work.today)

    def now(self, draft: Draft, column: Column) -> Any:  # noqa: ANN401 - a value of any field
        """The owner of today is no column of the system."""
        if column.name != "owner":
            return super().now(draft, column)
        owners = (row for row in self._owners.get(draft.id, ()) if row.valid_from <= self.work.today)
        return next((row.position_id for row in owners), None)

    def sent_body(self, draft: Draft) -> dict[str, Any]:
        lacking = {"description": ""} if draft.new else {}
        return {**lacking, **super().sent_body(draft)}

    def write(self, draft: Draft, body: Any, existing: dict[str, Any]) -> None:  # noqa: ANN401 - a SystemBody
        super().write(draft, body, existing)
        if not body.description:
            draft.warn("description", "no-description", "Systemet har ingen beskrivelse; skriv gerne en.")
        self._follow_life(draft, body)
        if "owner" in draft.references:
            change = succession(
                {"system_id": draft.id, "duty": Duty.OWNER.value, "basis": Basis.FORMAL.value},
                "position_id",
                draft.references["owner"],
                self._owners.get(draft.id, ()),
                self.work.today,
            )
            if change is not None and self.work.needs_consent(change.wanted):
                draft.offer = Offer("owner", draft.id, Duty.OWNER, change.wanted, self.work.today)
            elif change is not None:
                draft.successions = (*draft.successions, change)

    def refuse_outside(self, draft: Draft, limit: Limit) -> None:
        """Nobody takes a system over, or gives one away, and units outside are not said to use it."""
        row: Any = draft.existing
        before = {row.unit_id} if row else set()
        if not limit.has_units({*before, draft.columns.get("unit_id", row and row.unit_id)}):
            refuse_outside(draft, "unit" if row is None or row.unit_id in limit.units else "name", SYSTEM)
        wanted = draft.links.get("using_units")
        if wanted is not None:
            used = {unit.id for unit in row.using_units} if row else set()
            if not limit.has_units(used ^ set(wanted)):
                refuse_outside(draft, "usingUnits", USING_UNIT)

        ended = {row_id for change in draft.successions for row_id in change.touched}
        owners = self._owners.get(draft.id, ())
        if not all(limit.has_position(row.position_id) for row in owners if row.id in ended):
            refuse_outside(draft, "owner", HELD)

        successor_id = draft.columns.get("successor_id")
        if successor_id is not None and not self.index[successor_id].new:
            limit.check_systems(draft, "successor", [successor_id])

    def cross_check(self, drafts: Sequence[Draft]) -> bool:
        """No system takes over from itself, by whatever way round."""
        if not self._says_successors:
            return False
        moving = {draft.id: draft for draft in drafts if draft.columns.get("successor_id") is not None}
        if not moving:
            return False
        said = "Systemerne ville afløse hinanden i ring: {names}. Ret det system, der afløser."
        return refuse_circles(self._followed(drafts), moving, self.index, "successor", "successor-loop", said)

    def arrange(self, drafts: Sequence[Draft]) -> None:
        """Systems come after those that take over from them."""
        if self._says_successors and any(draft.columns.get("successor_id") is not None for draft in drafts):
            from_the_top(drafts, self._followed(drafts), "successor_id")

    @property
    def _says_successors(self) -> bool:
        """Whether any row may: to look into each takes a while, where there are many."""
        return "successor" in self.work.fields

    def _followed(self, drafts: Sequence[Draft]) -> Upwards:
        """Every system and its successor, as the drafts would have it."""
        moved = {draft.id: draft.columns["successor_id"] for draft in drafts if "successor_id" in draft.columns}
        return {**queries.successors(self.work.session), **moved}

    def _follow_life(self, draft: Draft, body: SystemBody) -> None:
        """Only possible steps of the lifecycle are taken, and nobody confirms the record ahead of time."""
        row, today = draft.existing, self.work.today
        before = Lifecycle(row.lifecycle) if isinstance(row, System) else body.lifecycle
        if body.lifecycle is not before and body.lifecycle not in POSSIBLE[before]:
            possible = ", ".join(f"»{state.label}«" for state in POSSIBLE[before])
            detail = (
                f"Et system, der er »{before.label}«, kan ikke blive »{body.lifecycle.label}«. Mulige trin: {possible}."
            )
            draft.reject("lifecycle", "impossible-transition", detail)
        if is_to_come(draft.columns.get("confirmed_on"), today):
            draft.reject(
                "confirmedOn",
                "in-the-future",
                "Datoen ligger i fremtiden. Skriv den dag, oplysningerne blev bekræftet.",
            )
        if draft.new or draft.writes_row:
            used_before = isinstance(row, System) and row.ever_in_use
            ever_in_use = was_in_use(body.lifecycle, before=used_before)
            if row is None or ever_in_use != used_before:
                draft.columns = {**draft.columns, "ever_in_use": ever_in_use}
