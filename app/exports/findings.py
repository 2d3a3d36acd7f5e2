"""Findings as a file: what is wrong with which system, since when, and who owns it."""

from datetime import date, datetime
from typing import Any

from app.exports import past_queries, queries
from app.exports.dataset import Dataset, Rows
from app.exports.schemas import FindingQuery
from app.exports.values import Record
from app.findings.queries import finding_json
from app.rules.engine import catalogue
from app.tabular.columns import EXPORTED_ONLY
from app.vocabulary import Severity


class Findings(Dataset[FindingQuery]):
    title = "fund"
    headers = EXPORTED_ONLY["findings"]
    filters = FindingQuery

    def find(self, query: FindingQuery) -> Rows:
        if self.stood.moment is not None:
            return past_queries.findings_then(self.stood, query)
        return queries.findings(self.reader, query)

    def record(self, row: Any) -> Record:  # noqa: ANN401 - a row of the dataset's own query
        """The row's values for a line of the file; days are the municipality's own."""
        found, organisation = row.Finding, self.organisation
        owner = organisation.positions.get(row.owner_position_id)
        holder = organisation.incumbency(row.owner_position_id).holder
        unit = organisation.units.get(row.unit_id)
        rule = catalogue().get(found.rule)
        return {
            "systemName": row.name,
            "rule": found.rule,
            # A rule that was taken out leaves findings behind.
            "title": rule.title if rule else None,
            "severity": Severity(found.severity),
            "message": found.message,
            "unitName": unit.name if unit else None,
            "ownerTitle": owner.title if owner else None,
            "ownerPersonName": holder.name if holder else None,
            "openedOn": self._day(found.opened_at),
            "closedOn": self._day(found.closed_at) if found.closed_at else None,
            "waived": found.waived,
            "systemId": found.system_id,
            "id": found.id,
        }

    def item(self, row: Any) -> bytes:  # noqa: ANN401 - a row of the dataset's own query
        """The finding, as the list gives it."""
        return finding_json(row)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.reader.register.clock.zone).date()
