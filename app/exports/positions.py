"""Positions as a file: where they are, what they may decide, and who sits in them today."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from app.exports import queries
from app.exports.dataset import Dataset, Rows
from app.exports.parts import positions_in, units_in
from app.exports.schemas import PositionQuery
from app.exports.values import Record, Translation
from app.http.representation import encode
from app.models import Position
from app.organisation.positions.columns import ADDED, COLUMNS
from app.organisation.positions.queries import ORDER, select_positions, view
from app.organisation.positions.schemas import Incumbent, PositionView
from app.tabular.columns import headers_of

_HEADERS = headers_of(COLUMNS, **ADDED)
_TRANSLATION = Translation(PositionView, _HEADERS.keys() - {"holder", "deputy", "reportsTo"})


class Positions(Dataset[PositionQuery]):
    """`reportsTo` is what was registered; whom a position reports to otherwise is for the reader alone."""

    title = "stillinger"
    purpose = "Stillingerne: hvor de sidder, hvad de må bestemme, og hvem der har dem i dag."
    columns = COLUMNS
    headers = _HEADERS
    filters = PositionQuery
    schema = PositionView
    types = {"holderSince": date}
    kind = "positions"

    def find(self, query: PositionQuery) -> Rows:
        own = queries.one_of(Position.id, positions_in(self.part, self.reader.organisation))
        return queries.read_all(self.reader.session, select_positions(query).where(*own), ORDER, query.sort)

    def lists(self) -> Mapping[str, Sequence[str]]:
        """Of the part of the register that the caller may export."""
        return {
            "unit": self.names.units.among(units_in(self.part, self.organisation)),
            "reportsTo": self.names.positions.among(positions_in(self.part, self.organisation)),
        }

    def prepared(self, page: Sequence[Any]) -> Sequence[PositionView]:
        """With who holds them."""
        return [view(row[0], self.organisation) for row in page]

    def record(self, row: PositionView) -> Record:
        """The position's values for a line of the file."""
        return {
            **_TRANSLATION(row.model_dump(mode="json", by_alias=True)),
            "unit": self.names.units.text(row.unit_id),
            "reportsTo": self.names.positions.text(row.reports_to_id),
            "holder": self._who(row.holder),
            "deputy": self._who(row.deputy),
            "unitName": self.organisation.units[row.unit_id].name,
            "holderName": row.holder.name if row.holder else None,
            "holderSince": row.holder.since if row.holder else None,
            "deputyName": row.deputy.name if row.deputy else None,
            "superiorTitle": row.reports_to.title if row.reports_to else None,
        }

    def item(self, row: PositionView) -> bytes:
        """The position, as the list gives it."""
        return encode(row)

    def _who(self, incumbent: Incumbent | None) -> str | None:
        return self.names.people.text(incumbent.person_id if incumbent else None)
