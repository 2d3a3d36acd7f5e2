"""Responsibilities: a position owns a system, or holds one of the four duties, for a period. Both days count."""

from datetime import date

from app.models.base import Journaled, one_of, period_is_ordered, reference
from app.models.resource import Noun, Resource, Touches
from app.vocabulary import Basis, Duty, Permission


class Responsibility(Journaled, table=True):
    """One formal owner at a time: the database refuses a second."""

    __tablename__ = "responsibility"
    __table_args__ = (one_of("duty", Duty), one_of("basis", Basis), period_is_ordered())
    declared = Resource(
        "responsibility",
        Noun("ansvar", "ansvar", "ansvaret", "Intet"),
        Permission.WRITE_SYSTEMS,
        Touches.ITS_SYSTEM,
        goes_with_system=True,
    )

    system_id: str = reference("system.id", ondelete="CASCADE")
    position_id: str = reference("position.id")
    duty: str
    basis: str
    valid_from: date
    valid_until: date | None = None
