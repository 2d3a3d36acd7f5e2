"""What KITOS and the register say differently, as a run that followed KITOS leaves it."""

from datetime import timedelta
from typing import Any

from app.core.canonical import canonical
from app.kitos.fields import SOURCE
from app.models import OutsideDifference, OutsideRecord
from tests.support.api import Api

Json = dict[str, Any]


def differ(api: Api, kind: str, row: Json, field: str, outside: Any, *, hours: int = 0, reason: str = "changed") -> str:
    """The id of a difference about a row that follows KITOS; `hours`: how long after now it was noted."""
    now = api.time.instant + timedelta(hours=hours)
    uuid = f"kitos-{row['id']}"
    said = {"name": row["name"], field: row.get(field)}
    made = OutsideDifference(
        source=SOURCE,
        kind=kind,
        external_id=uuid,
        field=field,
        reason=reason,
        before=canonical(None),
        outside=canonical(outside),
        here=canonical(row.get(field) if field else row["name"]),
        noted_at=now,
    )
    found = made.id
    with api.register.database.writing() as session:
        if session.get(OutsideRecord, (SOURCE, kind, uuid)) is None:
            session.add(
                OutsideRecord(
                    source=SOURCE,
                    kind=kind,
                    external_id=uuid,
                    register_id=row["id"],
                    body=canonical(said),
                    seen_at=api.time.instant,
                )
            )
        session.add(made)
        session.commit()
    return found
