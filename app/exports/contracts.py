"""Contracts as a file: what suppliers have promised, until when, for which systems."""

from collections.abc import Sequence
from typing import Any

from app.contracts.columns import ADDED, COLUMNS
from app.contracts.queries import ORDER, select_contracts, views
from app.contracts.schemas import ContractView
from app.exports import queries
from app.exports.dataset import Dataset, Rows
from app.exports.schemas import ContractQuery
from app.exports.values import Record, Translation
from app.http.representation import encode
from app.tabular.columns import headers_of

_HEADERS = headers_of(COLUMNS, **ADDED)
_TRANSLATION = Translation(ContractView, _HEADERS)


class Contracts(Dataset[ContractQuery]):
    """The cell of systems names all of them, since an import takes those that it leaves out away."""

    title = "kontrakter"
    purpose = "Kontrakter med leverandører: hvad de dækker, og hvornår de slutter."
    columns = COLUMNS
    headers = _HEADERS
    filters = ContractQuery
    schema = ContractView
    types = {"systemNames": list}
    kind = "contracts"

    def find(self, query: ContractQuery) -> Rows:
        own = queries.contracts_within(self.part, self.reader.today)
        return queries.read_all(self.reader.session, select_contracts(query).where(*own), ORDER, query.sort)

    def prepared(self, page: Sequence[Any]) -> Sequence[ContractView]:
        """With the hotlines that the caller may see."""
        return views(self.reader, [row[0] for row in page])

    def record(self, row: ContractView) -> Record:
        """The contract's values for a line of the file."""
        return {
            **_TRANSLATION(row.model_dump(mode="json", by_alias=True)),
            "systems": self.names.systems.texts(row.system_ids),
            "systemNames": self.names.systems.names(row.system_ids),
        }

    def item(self, row: ContractView) -> bytes:
        """The contract, as the list gives it."""
        return encode(row)
