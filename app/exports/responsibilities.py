"""Responsibilities as a file: who answered for what on a day or in a period, stretch by stretch."""

from collections.abc import Mapping, Sequence
from typing import Any

from app.core.lazy import lazy
from app.exports import queries
from app.exports.dataset import Dataset, Rows
from app.exports.parts import positions_in
from app.exports.references import Named, References
from app.exports.schemas import ResponsibilityQuery
from app.exports.values import Record
from app.models import Responsibility
from app.responsibility.responsibilities.columns import ADDED, COLUMNS, ID
from app.responsibility.stretches.queries import Search, stretch_json
from app.responsibility.stretches.schemas import StretchView
from app.tabular.columns import headers_of
from app.vocabulary import Basis, Criticality, Duty, PersonalData


class Responsibilities(Dataset[ResponsibilityQuery]):
    """An import takes the responsibility's own id and period, and passes over those of the stretch."""

    title = "ansvar"
    purpose = "Hvem der havde hvilket ansvar for hvilket system og hvornår."
    columns = COLUMNS
    headers = headers_of(COLUMNS, **ADDED)
    read_when = {
        "validFrom": "Læses kun i nye rækker. I de andre gælder »Ansvar fra«.",
        "validUntil": "Læses kun i nye rækker. I de andre gælder »Ansvar til«.",
    }
    filters = ResponsibilityQuery
    schema = StretchView
    kind = "responsibilities"
    key = ID

    @lazy
    def _systems(self) -> References:
        return References(queries.systems(self.known))

    def find(self, query: ResponsibilityQuery) -> Rows:
        search = Search(self.known, query.days(self.reader.clock), query)
        found = search.statement().where(*self.exported(self.known.table(Responsibility).c.system_id))
        return queries.read_all(self.reader.session, found, search.order, query.sort)

    def lists(self) -> Mapping[str, Sequence[str]]:
        """Of the part of the register that the caller may export."""
        return {"position": self.names.positions.among(positions_in(self.part, self.organisation))}

    def record(self, row: Any) -> Record:  # noqa: ANN401 - a row of the dataset's own query
        """The row's values for a line of the file."""
        return {
            "system": self._systems.text(Named(row.system_id, row.external_id, (row.system_name,))),
            "duty": Duty(row.duty),
            "position": self.names.positions.text(row.position_id),
            "basis": Basis(row.basis),
            "validFrom": row.valid_from,
            "validUntil": row.valid_until,
            "responsibilityFrom": row.responsibility_from,
            "responsibilityUntil": row.responsibility_until,
            "responsibilityId": row.responsibility_id,
            "systemName": row.system_name,
            "criticality": Criticality(row.criticality),
            "personalData": list(PersonalData.of_mask(row.personal_data_mask)),
            "positionTitle": row.title,
            "managementLevel": row.management_level,
            "unitName": self.organisation.units[row.unit_id].name,
            "personName": row.person_name,
            "systemId": row.system_id,
            "positionId": row.position_id,
            "personId": row.person_id,
        }

    def item(self, row: Any) -> bytes:  # noqa: ANN401 - a row of the dataset's own query
        """The stretch, as the list gives it."""
        return stretch_json(self.organisation.units, row)
