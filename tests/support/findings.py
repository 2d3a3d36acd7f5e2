"""Findings in tests: reading them, and accepting them before there is a route for it."""

from typing import Any

from sqlmodel import col, select

from app.models import Finding, FindingVersion
from tests.support.api import Api


def rules_of(findings: list[dict[str, Any]]) -> list[str]:
    return sorted(finding["rule"] for finding in findings)


def waive(api: Api, system: dict[str, Any], *rules: str) -> None:
    """Mark open findings of the system as accepted, and bring its card up to date."""
    with api.register.database.writing() as session:
        wanted = (Finding.system_id == system["id"], col(Finding.rule).in_(rules))
        found = session.exec(select(Finding).where(*wanted, col(Finding.closed_at).is_(None))).all()
        assert {finding.rule for finding in found} == set(rules)
        for finding in found:
            finding.waived = True
        ids = [finding.id for finding in found]
        said = select(FindingVersion).where(col(FindingVersion.id).in_(ids), col(FindingVersion.known_until).is_(None))
        for version in session.exec(said):
            version.waived = True
        session.commit()
    api.register.evaluate()
