"""What KITOS and the register say differently, as a run that followed KITOS leaves it."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from app.core.canonical import canonical
from app.kitos.fields import SOURCE
from app.models import OutsideDifference, OutsideRecord
from tests.support.api import Api

Json = Mapping[str, Any]


def differ(api: Api, kind: str, row: Json, field: str, outside: Any, *, hours: int = 0, reason: str = "changed") -> str:
    """The id of a difference about a row that follows KITOS; `hours`: how long after now it was noted."""
    found = difference(kind, row, field, outside, api.time.instant + timedelta(hours=hours), reason)
    with api.register.database.writing() as session:
        note(session, found, row)
        session.commit()
        return found.id


def difference(
    kind: str, row: Json, field: str, outside: Any, noted_at: datetime, reason: str = "changed"
) -> OutsideDifference:
    """One about a row, given by its id, its name and what it says in the field."""
    return OutsideDifference(
        source=SOURCE,
        kind=kind,
        external_id=f"kitos-{row['id']}",
        field=field,
        reason=reason,
        before=canonical(None),
        outside=canonical(outside),
        here=canonical(row.get(field) if field else row["name"]),
        noted_at=noted_at,
    )


def note(session: Session, found: OutsideDifference, row: Json) -> None:
    """Add it, and that KITOS has the row."""
    if session.get(OutsideRecord, (SOURCE, found.kind, found.external_id)) is None:
        said = {"name": row["name"], found.field: row.get(found.field)}
        session.add(
            OutsideRecord(
                source=SOURCE,
                kind=found.kind,
                external_id=found.external_id,
                register_id=row["id"],
                body=canonical(said),
                seen_at=found.noted_at,
            )
        )
    session.add(found)
