"""Disputes: a holder says "not mine" and names another; a clock runs until someone resolves it."""

from datetime import date

from sqlalchemy import Index, text

from app.models.base import Journaled, one_of, reference
from app.models.resource import ANSWERED, Noun, Resource, Touches
from app.vocabulary import Duty, Permission, Settlement


class Dispute(Journaled, table=True):
    """Open while `resolved_on` is None; a duty has one open dispute at most. `deadline` is its last day.

    `handover_id`: the offer that a decision made. The dispute is open until it is accepted; what was decided stands.
    """

    __tablename__ = "dispute"
    __table_args__ = (
        one_of("duty", Duty),
        one_of("resolved_as", Settlement),
        Index(
            "uq_dispute_open",
            "system_id",
            "duty",
            unique=True,
            sqlite_where=text("resolved_on IS NULL"),
            postgresql_where=text("resolved_on IS NULL"),
        ),
    )
    declared = Resource(
        "dispute",
        Noun("tvist", "tvister", "tvisten"),
        Permission.ANSWER,
        Touches.ITS_SYSTEM,
        instead=ANSWERED,
        goes_with_system=True,
    )

    system_id: str = reference("system.id", ondelete="CASCADE")
    duty: str
    position_id: str = reference("position.id")
    names_position_id: str = reference("position.id")
    reason: str
    deadline: date
    resolved_on: date | None = None
    resolved_by: str | None = None
    resolution: str | None = None
    resolved_position_id: str | None = reference("position.id", nullable=True)
    resolved_as: str | None = None
    handover_id: str | None = reference("handover.id", nullable=True)
