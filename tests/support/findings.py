"""Findings in tests: reading them, and accepting them before there is a route for it."""

from typing import Any

from sqlmodel import Session, col, select

from app.journal.queries import head_state
from app.models import Finding, FindingVersion
from tests.support.api import Api


def rules_of(findings: list[dict[str, Any]]) -> list[str]:
    return sorted(finding["rule"] for finding in findings)


def waive(api: Api, system: dict[str, Any], *rules: str) -> None:
    """Mark open findings of the system as accepted, and bring its card up to date."""
    with api.register.database.writing() as session:
        for finding in _open(session, system, rules):
            finding.waived = True
        session.commit()
    api.register.evaluate()
    with api.register.database.writing() as session:
        for finding in _open(session, system, rules):
            _supersede(session, finding)
        session.commit()


def _open(session: Session, system: dict[str, Any], rules: tuple[str, ...]) -> list[Finding]:
    wanted = (Finding.system_id == system["id"], col(Finding.rule).in_(rules))
    found = list(session.exec(select(Finding).where(*wanted, col(Finding.closed_at).is_(None))))
    assert {finding.rule for finding in found} == set(rules)
    return found


def _supersede(session: Session, finding: Finding) -> None:
    """What is known of the finding from the last write on."""
    state = head_state(session)
    assert state.written_at is not None
    before = session.exec(
        select(FindingVersion).where(FindingVersion.id == finding.id, col(FindingVersion.known_until).is_(None))
    ).one()
    before.known_until = state.written_at
    said = finding.model_dump(exclude={"opened_revision", "closed_revision"})
    session.add(FindingVersion(**said, revision=state.revision, known_from=state.written_at))
