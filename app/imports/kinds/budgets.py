"""Spreadsheets of budgets: what a system costs, and what is set aside for it, year by year."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from app.budgets.columns import ADDED, READ
from app.budgets.schemas import BudgetLineWrite
from app.core.chunks import chunks
from app.core.identifiers import new_id
from app.imports import queries
from app.imports.choices import ImportKind
from app.imports.draft import Draft
from app.imports.kind import Kind
from app.imports.limit import HOLDER, Limit, refuse_outside
from app.imports.shares import check_shares
from app.models import BudgetLine, Position, System
from app.vocabulary import BudgetKind


class Budgets(Kind):
    """A row changes the line of the same system, year, kind and account."""

    name = ImportKind.BUDGETS
    table = BudgetLine
    schema = BudgetLineWrite
    columns = READ
    shown_only = ADDED
    written_in = {"systemName": "system", "systemId": "system", "holderTitle": "holder"}
    required = frozenset({"system", "fiscalYear"})
    instead = {"system": "account"}
    refers = {"system": System, "holder": Position}

    def match(self, drafts: Sequence[Draft]) -> None:
        """Reads as well, since the match is among the lines of the systems that the file names."""
        claimed: dict[object, Draft] = {}
        for some in chunks(drafts, queries.CHUNK):
            lines: dict[str, list[BudgetLine]] = defaultdict(list)
            named = {draft.references["system"] for draft in some if "system" in draft.references}
            for line in queries.budget_lines(self.work.session, named):
                lines[line.system_id].append(line)
            for draft in some:
                if self.is_whole(draft):
                    self._match(draft, lines[draft.references["system"]], claimed)

    def _match(self, draft: Draft, lines: Sequence[BudgetLine], claimed: dict[object, Draft]) -> None:
        if isinstance(draft.existing, BudgetLine):
            candidates = [draft.existing]
        else:
            candidates = [line for line in lines if line.id == draft.values.get("id")] or self._alike(draft, lines)
        if len(candidates) > 1:
            accounts = "; ".join(line.account or "uden konto" for line in candidates)
            detail = f"Flere budgetlinjer passer ({accounts}). Oplys kontoen på den, du mener."
            draft.reject("account", "ambiguous-match", detail)
            return
        if candidates:
            draft.bind(candidates[0])
        else:
            draft.id = new_id()
        first = claimed.setdefault(draft.id if draft.found else _likeness(draft), draft)
        if first is not draft:
            detail = f"Samme system, år, art og konto står allerede i række {first.number}. Læg de to sammen."
            draft.reject("system", "repeated-key", detail)

    def _alike(self, draft: Draft, lines: Sequence[BudgetLine]) -> list[BudgetLine]:
        """The lines of the row's year, kind and account; a file that knows no accounts means the line that there is."""
        _, year, kind, account = _likeness(draft)
        of_year = [line for line in lines if (line.fiscal_year, line.kind) == (year, kind)]
        same = [line for line in of_year if line.account == account]
        return same or (of_year if "account" not in self.work.fields else [])

    def check(self, drafts: Sequence[Draft]) -> None:
        check_shares(self.work.session, self.work.options.source, drafts, self.work.limit)

    def read(self, drafts: Sequence[Draft]) -> None:
        """The lines were read for the match."""

    def compose(self, draft: Draft) -> None:
        row: Any = draft.existing
        existing = {name: getattr(row, name) for name in BudgetLineWrite.model_fields} if row else {}
        if "allocatedDkk" in draft.values:
            # An amount takes the place of the reason why there was none.
            existing["allocated_unknown_reason"] = None
        body = self.validated(draft, BudgetLineWrite, {**existing, **self.sent(draft, BudgetLineWrite)})
        if body is None:
            return
        columns = {"system_id": draft.references["system"], **body.model_dump()}
        draft.columns = {name: value for name, value in columns.items() if not row or getattr(row, name) != value}

    def refuse_outside(self, draft: Draft, limit: Limit) -> None:
        row: Any = draft.existing
        limit.check_systems(draft, "system", {draft.references["system"], *([row.system_id] if row else ())})
        if not limit.has_position(draft.columns.get("holder_position_id")):
            refuse_outside(draft, "holder", HOLDER)


def _likeness(draft: Draft) -> tuple[str, int, str, str | None]:
    values = draft.values
    kind = values.get("kind", BudgetKind.OPERATION.value)
    return draft.references["system"], values["fiscalYear"], kind, values.get("account")
