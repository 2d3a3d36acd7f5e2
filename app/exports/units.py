"""Units as a file: the tree, and whom each has on call."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.exports import queries
from app.exports.dataset import Dataset, Rows
from app.exports.parts import units_in
from app.exports.schemas import UnitQuery
from app.exports.values import Record, Translation
from app.http.representation import encode
from app.models import Unit
from app.organisation.units.columns import ADDED, COLUMNS
from app.organisation.units.queries import ORDER, select_units, view
from app.organisation.units.schemas import UnitView
from app.tabular.columns import headers_of

_HEADERS = headers_of(COLUMNS, **ADDED)
_TRANSLATION = Translation(UnitView, _HEADERS)


class Units(Dataset[UnitQuery]):
    title = "enheder"
    purpose = "Kommunens enheder, hvem der står over hvem, og hvem der har vagten."
    columns = COLUMNS
    headers = _HEADERS
    filters = UnitQuery
    schema = UnitView
    kind = "units"

    def find(self, query: UnitQuery) -> Rows:
        own = queries.one_of(Unit.id, units_in(self.part, self.reader.organisation))
        return queries.read_all(self.reader.session, select_units(query).where(*own), ORDER, query.sort)

    def lists(self) -> Mapping[str, Sequence[str]]:
        """Of the part of the register that the caller may export."""
        return {"parent": self.names.units.among(units_in(self.part, self.organisation))}

    def prepared(self, page: Sequence[Any]) -> Sequence[UnitView]:
        """What the caller may see of them."""
        return [view(self.reader, row[0]) for row in page]

    def record(self, row: UnitView) -> Record:
        """The unit's values for a line of the file."""
        return {
            **_TRANSLATION(row.model_dump(mode="json", by_alias=True)),
            "parent": self.names.units.text(row.parent_id),
            "parentName": self.organisation.units[row.parent_id].name if row.parent_id else None,
        }

    def item(self, row: UnitView) -> bytes:
        """The unit, as the list gives it."""
        return encode(row)
