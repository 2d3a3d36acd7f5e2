"""Where systems belong: the unit that runs each, and the positions that answer for it. For decisions on access."""

from collections import defaultdict
from collections.abc import Collection
from datetime import date

from sqlmodel import Session, col, select

from app.core.chunks import chunks
from app.core.periods import in_force
from app.models import Responsibility, System

#: Ids in one condition.
_CHUNK = 500

Belonging = tuple[str | None, frozenset[str]]


def places_of(session: Session, system_ids: Collection[str], day: date) -> dict[str, Belonging]:
    """The main user, and the positions that answer for it on the day, of every system that is there."""
    units: dict[str, str | None] = {}
    positions: dict[str, set[str]] = defaultdict(set)
    for chunk in chunks(sorted(system_ids), _CHUNK):
        units.update(session.exec(select(System.id, System.unit_id).where(col(System.id).in_(chunk))).all())
        answering = select(Responsibility.system_id, Responsibility.position_id).where(
            col(Responsibility.system_id).in_(chunk), in_force(Responsibility, day)
        )
        for system_id, position_id in session.exec(answering):
            positions[system_id].add(position_id)
    return {system_id: (unit_id, frozenset(positions[system_id])) for system_id, unit_id in units.items()}
