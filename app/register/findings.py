"""Opening and closing findings: what the rules say now, against what stands open."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Any

from sqlalchemy import insert, select
from sqlmodel import Session

from app.core.among import among
from app.core.bulk import TakesStatements, run_for_each, update_each
from app.core.identifiers import new_id
from app.models import Finding, FindingVersion
from app.models.finding import FindingColumns
from app.register.fact_rows import THESE_SYSTEMS, rows_of
from app.register.versions import keep_versions, supersede
from app.rules.engine import catalogue
from app.rules.verdict import Verdict
from app.vocabulary import VerdictKind

if TYPE_CHECKING:
    # With it comes what makes digests, for which helpers that only assess need not wait.
    from app.register.outcome import Share

_TABLE: Any = Finding.__table__  # type: ignore[attr-defined]
_VERSION: Any = FindingVersion.__table__  # type: ignore[attr-defined]
#: What a finding says; it can change while the finding is open.
_SAYS = ("severity", "severity_rank", "message", "field", "evidence")

#: What an open finding is read by, and a version of it written by.
_SHARED = ("id", "system_id", *FindingColumns.model_fields)
_get_shared, _get_says = attrgetter(*_SHARED), attrgetter(*_SAYS)
_OPEN = select(*(_TABLE.c[name] for name in _SHARED)).where(
    _TABLE.c.closed_at.is_(None), among(_TABLE.c.system_id, THESE_SYSTEMS)
)
_ADD = insert(_TABLE)


@dataclass(slots=True)
class OpenFinding:
    """The columns of a finding that is open, or was before. A large write holds tens of thousands of them.

    `opened_at`: None until it is said since when a new one is open.
    No row of the table: SQLModel takes longer to make one than the rules take to find out what it says.
    """

    id: str
    system_id: str
    rule: str
    severity: str
    severity_rank: int
    message: str
    field: str | None
    evidence: dict[str, Any]
    opened_at: datetime | None = None
    closed_at: datetime | None = None
    waived: bool = False

    def columns(self) -> dict[str, Any]:
        return dict(zip(_SHARED, _get_shared(self), strict=True))


OpenFindings = dict[str, OpenFinding]


@dataclass(slots=True)
class Batch:
    """What becomes of the findings of one chunk, before it is said as of when."""

    opened: list[OpenFinding] = field(default_factory=list)
    changed: list[OpenFinding] = field(default_factory=list)
    closed: list[OpenFinding] = field(default_factory=list)

    def write(self, connection: TakesStatements, shares: "Mapping[str, Share]", at: datetime) -> None:
        """Findings first, then what they said before and say from now on: as of their system's share."""
        for finding in self.opened:
            finding.opened_at = at
            shares[finding.system_id].outcome.opened += 1
        for finding in self.closed:
            finding.closed_at = at
            shares[finding.system_id].outcome.closed += 1
        closed = [
            {"id": finding.id, "closed_at": at, "closed_revision": shares[finding.system_id].revision}
            for finding in self.closed
        ]
        update_each(connection, _TABLE.c.id, ("closed_at", "closed_revision"), closed)
        update_each(connection, _TABLE.c.id, _SAYS, [finding.columns() for finding in self.changed])
        run_for_each(
            connection,
            _ADD,
            [
                {
                    **finding.columns(),
                    "opened_revision": shares[finding.system_id].revision,
                    "closed_revision": None,
                }
                for finding in self.opened
            ],
        )
        superseded = [(finding.id,) for finding in (*self.changed, *self.closed)]
        supersede(connection, [_VERSION.c.id], superseded, at)
        self._keep_versions(connection, shares, at)

    def _keep_versions(self, connection: TakesStatements, shares: "Mapping[str, Share]", at: datetime) -> None:
        of_revision: dict[int, list[OpenFinding]] = defaultdict(list)
        for finding in (*self.opened, *self.changed, *self.closed):
            of_revision[shares[finding.system_id].revision].append(finding)
        for revision, findings in of_revision.items():
            keep_versions(connection, _TABLE, _VERSION, [finding.id for finding in findings], at, revision)
            for finding in findings:
                version = {**finding.columns(), "revision": revision, "known_from": at}
                shares[finding.system_id].outcome.derived.add(FindingVersion, version)


def open_findings(session: Session, system_ids: list[str]) -> dict[str, OpenFindings]:
    """Open findings by system and rule."""
    found: dict[str, OpenFindings] = {system_id: {} for system_id in system_ids}
    for row in rows_of(session.connection(), _OPEN, system_ids):
        found[row.system_id][row.rule] = OpenFinding(*row)
    return found


def reconcile(batch: Batch, system_id: str, known: OpenFindings, verdicts: Mapping[str, Verdict]) -> list[OpenFinding]:
    """The findings that are open after this evaluation, worst first; what changes is put in the batch.

    `known`: those of the system that were open before.
    """
    current: list[OpenFinding] = []
    for rule_id, verdict in verdicts.items():
        if verdict.kind is not VerdictKind.FLAGGED:
            continue
        finding, content = known.get(rule_id), _content(rule_id, verdict)
        if finding is None:
            finding = OpenFinding(new_id(), system_id, rule_id, *content)
            batch.opened.append(finding)
        elif _get_says(finding) != content:
            for name, value in zip(_SAYS, content, strict=True):
                setattr(finding, name, value)
            batch.changed.append(finding)
        current.append(finding)
    still_open = {finding.rule for finding in current}
    for rule_id, finding in known.items():
        if rule_id not in still_open:
            batch.closed.append(finding)
    return sorted(current, key=lambda finding: (-finding.severity_rank, finding.rule))


def _content(rule_id: str, verdict: Verdict) -> tuple[str, int, str, str | None, dict[str, Any]]:
    """Each of `_SAYS`, in its order."""
    severity = verdict.severity or catalogue()[rule_id].severity
    return severity.value, severity.rank, verdict.message, verdict.field, dict(verdict.evidence)
