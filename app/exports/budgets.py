"""Budget lines as a file: what each system costs, and what is set aside for it, year by year."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.budgets.columns import ADDED, COLUMNS
from app.budgets.schemas import BudgetLineView
from app.core.lazy import lazy
from app.exports import queries
from app.exports.dataset import Dataset, Rows
from app.exports.parts import positions_in
from app.exports.references import Named, References
from app.exports.schemas import BudgetItem, BudgetQuery
from app.exports.values import Record
from app.http.representation import encode
from app.models import BudgetLine
from app.tabular.columns import headers_of
from app.vocabulary import BudgetKind


class Budgets(Dataset[BudgetQuery]):
    """Amounts are whole kroner: an import takes them with the amount unit `dkk`, the usual one."""

    title = "budgetter"
    purpose = "Hvad systemerne koster, og hvad der er sat af til dem, år for år. Beløb er i hele kroner."
    columns = COLUMNS
    headers = headers_of(COLUMNS, **ADDED)
    filters = BudgetQuery
    schema = BudgetItem
    kind = "budgets"

    @lazy
    def _systems(self) -> References:
        return References(queries.systems(self.known))

    def find(self, query: BudgetQuery) -> Rows:
        return queries.budget_lines(self.known, query, self.exported(self.known.table(BudgetLine).c.system_id))

    def lists(self) -> Mapping[str, Sequence[str]]:
        """Of the part of the register that the caller may export."""
        return {"holder": self.names.positions.among(positions_in(self.part, self.organisation))}

    def record(self, row: Any) -> Record:  # noqa: ANN401 - a row of the dataset's own query
        """The row's values for a line of the file."""
        return {
            "system": self._systems.text(Named(row.system_id, row.external_id, (row.system_name,))),
            "fiscalYear": row.fiscal_year,
            "kind": BudgetKind(row.kind),
            "estimatedDkk": row.estimated_dkk,
            "allocatedDkk": row.allocated_dkk,
            "holder": self.names.positions.text(row.holder_position_id),
            "account": row.account,
            "priceLevelYear": row.price_level_year,
            "recurring": row.recurring,
            "id": row.id,
            "allocatedUnknownReason": row.allocated_unknown_reason,
            "systemName": row.system_name,
            "holderTitle": self._title(row.holder_position_id),
            "systemId": row.system_id,
        }

    def item(self, row: Any) -> bytes:  # noqa: ANN401 - a row of the dataset's own query
        """A BudgetItem."""
        stored = {name: getattr(row, name) for name in BudgetLineView.model_fields}
        holder = self._title(row.holder_position_id)
        return encode(BudgetItem(**stored, system_name=row.system_name, holder_title=holder))

    def _title(self, position_id: str | None) -> str | None:
        return None if position_id is None else self.organisation.positions[position_id].title
