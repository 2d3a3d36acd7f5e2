"""Opening and closing findings: what the rules say now, against what stands open."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, update
from sqlmodel import Session, col, select

from app.core.identifiers import new_id
from app.models import Finding
from app.rules.engine import catalogue
from app.rules.verdict import Verdict
from app.vocabulary import VerdictKind

_TABLE = Finding.__table__  # type: ignore[attr-defined]

OpenFindings = dict[str, Finding]


@dataclass(slots=True)
class Batch:
    """The writes of one chunk."""

    opened: list[dict[str, Any]] = field(default_factory=list)
    changed: list[dict[str, Any]] = field(default_factory=list)
    closed: list[dict[str, Any]] = field(default_factory=list)

    def write(self, session: Session) -> None:
        connection = session.connection()
        if self.closed:
            connection.execute(
                update(_TABLE)
                .where(_TABLE.c.id == bindparam("finding_id"))
                .values(closed_at=bindparam("at"), closed_revision=bindparam("revision")),
                self.closed,
            )
        if self.changed:
            connection.execute(
                update(_TABLE)
                .where(_TABLE.c.id == bindparam("finding_id"))
                .values(
                    {
                        name: bindparam(f"new_{name}")
                        for name in ("severity", "severity_rank", "message", "field", "evidence")
                    }
                ),
                self.changed,
            )
        if self.opened:
            connection.execute(insert(_TABLE), self.opened)


def open_findings(session: Session, system_ids: list[str]) -> dict[str, OpenFindings]:
    """Open findings by system and rule."""
    found: dict[str, OpenFindings] = {system_id: {} for system_id in system_ids}
    statement = select(Finding).where(col(Finding.system_id).in_(system_ids), col(Finding.closed_at).is_(None))
    for finding in session.exec(statement.execution_options(populate_existing=True)):
        found[finding.system_id][finding.rule] = finding
        session.expunge(finding)
    return found


def reconcile(
    batch: Batch,
    system_id: str,
    standing: OpenFindings,
    verdicts: Mapping[str, Verdict],
    *,
    revision: int,
    at: datetime,
) -> list[Finding]:
    """The findings that are open after this evaluation, worst first; what changes is put in the batch."""
    current: list[Finding] = []
    for rule_id, verdict in verdicts.items():
        known = standing.get(rule_id)
        if verdict.kind is not VerdictKind.FLAGGED:
            continue
        content = _content(rule_id, verdict)
        if known is None:
            finding = Finding(
                id=new_id(), system_id=system_id, rule=rule_id, opened_at=at, opened_revision=revision, **content
            )
            batch.opened.append(finding.model_dump())
        else:
            finding = known
            if any(getattr(known, name) != value for name, value in content.items()):
                for name, value in content.items():
                    setattr(finding, name, value)
                batch.changed.append(
                    {"finding_id": known.id, **{f"new_{name}": value for name, value in content.items()}}
                )
        current.append(finding)
    still_open = {finding.rule for finding in current}
    batch.closed.extend(
        {"finding_id": known.id, "at": at, "revision": revision}
        for rule_id, known in standing.items()
        if rule_id not in still_open
    )
    return sorted(current, key=lambda finding: (-finding.severity_rank, finding.rule))


def _content(rule_id: str, verdict: Verdict) -> dict[str, Any]:
    severity = verdict.severity or catalogue()[rule_id].severity
    return {
        "severity": severity.value,
        "severity_rank": severity.rank,
        "message": verdict.message,
        "field": verdict.field,
        "evidence": dict(verdict.evidence),
    }
