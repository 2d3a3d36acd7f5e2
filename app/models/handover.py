"""Handovers: a duty that is offered to another position, which takes it over when it accepts."""

from datetime import date

from app.models.base import Journaled, one_of, reference
from app.models.resource import ANSWERED, Noun, Resource, Touches
from app.vocabulary import Duty, HandoverOutcome, Permission


class Handover(Journaled, table=True):
    """Open while `outcome` is None; an open one past `expires_on` has lapsed.

    `from_position_id` None: nobody holds the duty yet. `starts_on`: the first day of the new holder, at the earliest.
    """

    __tablename__ = "handover"
    __table_args__ = (
        one_of("duty", Duty),
        one_of("outcome", HandoverOutcome),
    )
    declared = Resource(
        "handover",
        Noun("overdragelse", "overdragelser", "overdragelsen"),
        Permission.ANSWER,
        Touches.ITS_SYSTEM,
        instead=ANSWERED,
        goes_with_system=True,
    )

    system_id: str = reference("system.id", ondelete="CASCADE")
    duty: str
    from_position_id: str | None = reference("position.id", nullable=True)
    to_position_id: str = reference("position.id")
    starts_on: date
    note: str | None = None
    expires_on: date
    outcome: str | None = None
    decided_on: date | None = None
    decided_by: str | None = None
    decision_note: str | None = None
