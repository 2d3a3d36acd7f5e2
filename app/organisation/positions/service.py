"""Changing positions."""

from sqlmodel import Session

from app.core.errors import InvalidInput
from app.core.languages import Text
from app.models import Position, Unit
from app.organisation.positions.schemas import PositionPatch, PositionWrite
from app.register.rows import assign, find, merged, require, require_free_key


def create_position(session: Session, body: PositionWrite) -> str:
    """The id of the new position; raises InvalidInput for unknown references, Conflict for a taken key."""
    position = Position(**body.model_dump())
    _check(session, position, body)
    session.add(position)
    session.flush()
    return position.id


def change_position(session: Session, position_id: str, patch: PositionPatch) -> None:
    position = find(session, Position, position_id)
    body = merged(position, PositionWrite, patch)
    _check(session, position, body)
    assign(position, body.model_dump())
    require_free_key(session, position)
    session.flush()


def delete_position(session: Session, position_id: str) -> None:
    """Raises Conflict while anything refers to the position."""
    session.delete(find(session, Position, position_id))
    session.flush()


def _check(session: Session, position: Position, body: PositionWrite) -> None:
    require(session, Unit, body.unit_id, "/unitId")
    require(session, Position, body.reports_to_id, "/reportsToId")
    if body.reports_to_id == position.id:
        raise InvalidInput.at(
            "/reportsToId",
            "reporting-loop",
            Text(
                "A position cannot report to itself.", da="En stilling kan ikke referere til sig selv. Vælg en anden."
            ),
        )
    require_free_key(session, position)
