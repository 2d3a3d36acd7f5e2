"""Responsibilities as a file: who owns each system and holds its duties, before, now and later."""

from functools import cached_property
from typing import Any

from app.exports import past_queries, queries
from app.exports.dataset import Dataset, Rows
from app.exports.references import Directory, Named, References
from app.exports.schemas import ResponsibilityItem, ResponsibilityQuery
from app.exports.values import Record
from app.http.representation import encode
from app.responsibility.responsibilities.schemas import ResponsibilityView
from app.tabular.columns import EXPORTED_ONLY, HEADERS
from app.vocabulary import Basis, Duty


class Responsibilities(Dataset[ResponsibilityQuery]):
    title = "ansvar"
    headers = {**HEADERS["responsibilities"], **EXPORTED_ONLY["responsibilities"]}
    filters = ResponsibilityQuery

    @cached_property
    def _systems(self) -> References:
        return References(queries.systems(self.stood))

    @cached_property
    def _positions(self) -> Directory:
        return Directory(queries.positions(self.stood))

    def find(self, query: ResponsibilityQuery) -> Rows:
        if self.stood.moment is not None:
            return past_queries.responsibilities_then(self.stood, query)
        return queries.responsibilities(self.stood, query)

    def record(self, row: Any) -> Record:  # noqa: ANN401 - a row of the dataset's own query
        """The row's values for a line of the file."""
        holder = self.organisation.incumbency(row.position_id).holder
        return {
            "system": self._systems.text(Named(row.system_id, row.external_id, (row.system_name,))),
            "duty": Duty(row.duty),
            "position": self._positions.text(row.position_id),
            "basis": Basis(row.basis),
            "validFrom": row.valid_from,
            "validUntil": row.valid_until,
            "id": row.id,
            "systemName": row.system_name,
            "positionTitle": self.organisation.positions[row.position_id].title,
            "personName": holder and holder.name,
            "systemId": row.system_id,
        }

    def item(self, row: Any) -> bytes:  # noqa: ANN401 - a row of the dataset's own query
        """A ResponsibilityItem."""
        organisation = self.organisation
        position = organisation.positions[row.position_id]
        holder = organisation.incumbency(row.position_id).holder
        stored = {name: getattr(row, name) for name in ResponsibilityView.model_fields}
        return encode(
            ResponsibilityItem(
                **stored,
                system_name=row.system_name,
                position_title=position.title,
                management_level=position.management_level,
                person_id=holder.person_id if holder else None,
                person_name=holder.name if holder else None,
            )
        )
