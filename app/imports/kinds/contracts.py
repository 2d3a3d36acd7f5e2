"""Spreadsheets of contracts."""

from app.contracts.columns import ADDED, COLUMNS
from app.contracts.schemas import ContractWrite
from app.imports.choices import ImportKind
from app.imports.draft import Draft
from app.imports.keyed import KeyedKind
from app.imports.limit import CONTRACT, Limit, refuse_outside
from app.models import Contract, System


class Contracts(KeyedKind):
    """The cell of systems lists all of them: those that it leaves out are no longer the contract's."""

    name = ImportKind.CONTRACTS
    table = Contract
    schema = ContractWrite
    links = {"system_ids": "systems"}
    columns = COLUMNS
    shown_only = ADDED
    written_in = {"systemNames": "systems"}
    refers = {"systems": System}

    def refuse_outside(self, draft: Draft, limit: Limit) -> None:
        """A contract belongs to the units of its systems, those that it leaves included."""
        before = {system.id for system in draft.existing.systems} if isinstance(draft.existing, Contract) else None
        after = set(draft.links["systems"]) if "systems" in draft.links else before
        if not after or before == set():
            refuse_outside(draft, "systems", CONTRACT)
        else:
            limit.check_systems(draft, "systems", after | (before or set()))
