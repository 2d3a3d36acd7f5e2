"""Changing units."""

from sqlmodel import Session

from app.models import Unit
from app.organisation.units.schemas import UnitPatch, UnitWrite
from app.register.rows import assign, find, merged, require, require_free_key


def create_unit(session: Session, body: UnitWrite) -> str:
    """The id of the new unit; raises InvalidInput for an unknown parent, Conflict for a taken key."""
    require(session, Unit, body.parent_id, "/parentId")
    unit = Unit(**body.model_dump())
    require_free_key(session, unit)
    session.add(unit)
    session.flush()
    return unit.id


def change_unit(session: Session, unit_id: str, patch: UnitPatch) -> None:
    unit = find(session, Unit, unit_id)
    body = merged(unit, UnitWrite, patch)
    require(session, Unit, body.parent_id, "/parentId")
    assign(unit, body.model_dump())
    require_free_key(session, unit)
    session.flush()


def delete_unit(session: Session, unit_id: str) -> None:
    """Raises Conflict while anything refers to the unit."""
    session.delete(find(session, Unit, unit_id))
    session.flush()
