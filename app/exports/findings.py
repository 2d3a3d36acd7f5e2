"""Findings as a file: what is wrong with which system, since when, and who owns it."""

from datetime import date, datetime
from typing import Any

from app.exports.dataset import Dataset, Rows
from app.exports.queries import read_all
from app.exports.schemas import FindingQuery
from app.exports.values import Record
from app.findings.queries import finding_json, order, select_findings
from app.findings.schemas import FindingView
from app.models import Finding
from app.rules.engine import catalogue
from app.vocabulary import Severity


class Findings(Dataset[FindingQuery]):
    title = "fund"
    purpose = "Det, registret har fundet: hvad der er galt med hvilket system, siden hvornår, og hvem der ejer det."
    headers = {
        "systemName": "System",
        "rule": "Regel",
        "title": "Hvad",
        "severity": "Alvor",
        "message": "Besked",
        "unitName": "Enhed",
        "ownerTitle": "Systemejer",
        "ownerPersonName": "Ejers navn",
        "openedOn": "Åbnet",
        "closedOn": "Lukket",
        "waived": "Dispensation",
        "systemId": "Systemets id",
        "id": "Register-id",
    }
    filters = FindingQuery
    schema = FindingView
    types = {"openedOn": date, "closedOn": date}

    def find(self, query: FindingQuery) -> Rows:
        found = select_findings(self.known, query).where(*self.exported(self.known.table(Finding).c.system_id))
        return read_all(self.reader.session, found, order(self.known), query.sort)

    def record(self, row: Any) -> Record:  # noqa: ANN401 - a row of the dataset's own query
        """The row's values for a line of the file; days are the municipality's own."""
        organisation = self.organisation
        owner = organisation.positions.get(row.owner_position_id)
        holder = organisation.incumbency(row.owner_position_id).holder
        unit = organisation.units.get(row.unit_id)
        rule = catalogue().get(row.rule)
        return {
            "systemName": row.name,
            "rule": row.rule,
            # A rule that was taken out leaves findings behind.
            "title": rule.title if rule else None,
            "severity": Severity(row.severity),
            "message": row.message,
            "unitName": unit.name if unit else None,
            "ownerTitle": owner.title if owner else None,
            "ownerPersonName": holder.name if holder else None,
            "openedOn": self._day(row.opened_at),
            "closedOn": self._day(row.closed_at) if row.closed_at else None,
            "waived": row.waived,
            "systemId": row.system_id,
            "id": row.id,
        }

    def item(self, row: Any) -> bytes:  # noqa: ANN401 - a row of the dataset's own query
        """The finding, as the list gives it."""
        return finding_json(row)

    def _day(self, at: datetime) -> date:
        return at.astimezone(self.reader.register.clock.zone).date()
