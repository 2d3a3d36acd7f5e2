"""Findings that move keep their age: they are there before the rules run, and what still holds stays open."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, case, exists, insert, select, update
from sqlmodel import Session

from app.core.chunks import chunks
from app.models import Finding, FindingVersion
from app.models.finding import FindingColumns
from app.register.outcome import Share
from app.register.versions import keep_versions
from app.vocabulary import Severity

_TABLE: Any = Finding.__table__  # type: ignore[attr-defined]
_VERSION: Any = FindingVersion.__table__  # type: ignore[attr-defined]
_CHUNK = 1000
#: The revision of a finding until the write that brings it has one.
_NOT_YET = 0
_NUMBER = (
    update(_TABLE)
    .where(_TABLE.c.opened_revision == _NOT_YET)
    .values(
        opened_revision=bindparam("new_revision"),
        closed_revision=case((_TABLE.c.closed_at.is_not(None), bindparam("new_revision"))),
    )
)
_SHARED = ("id", "system_id", *FindingColumns.model_fields)
#: Those that evaluation found as they were, so that it has written no version of them.
_UNCHANGED = (
    select(*(_TABLE.c[name] for name in _SHARED))
    .where(~exists().where(_VERSION.c.id == _TABLE.c.id))
    .order_by(_TABLE.c.id)
)


def add_findings(session: Session, findings: Sequence[Mapping[str, Any]], ids: Mapping[str, str]) -> None:
    """`ids`: old id → new one, for what a finding rests on."""
    rows = [
        {
            **finding,
            "evidence": _renamed(finding["evidence"], ids),
            "severity_rank": Severity(finding["severity"]).rank,
            "opened_revision": _NOT_YET,
            "closed_revision": None,
        }
        for finding in findings
    ]
    session.connection().execute(insert(_TABLE), rows)


def adopt_findings(session: Session, share: Share, at: datetime) -> None:
    """Give them the revision of the write, and those that evaluation left alone the version that it gave the others."""
    connection = session.connection()
    connection.execute(_NUMBER, {"new_revision": share.revision})
    for chunk in chunks(connection.execute(_UNCHANGED).mappings().all(), _CHUNK):
        keep_versions(connection, _TABLE, _VERSION, [row["id"] for row in chunk], at, share.revision)
        for row in chunk:
            share.outcome.derived.add(FindingVersion, {**row, "revision": share.revision, "known_from": at})


def _renamed(value: Any, ids: Mapping[str, str]) -> Any:  # noqa: ANN401 - any JSON value
    if isinstance(value, str):
        return ids.get(value, value)
    if isinstance(value, list):
        return [_renamed(item, ids) for item in value]
    if isinstance(value, dict):
        return {key: _renamed(item, ids) for key, item in value.items()}
    return value
