"""Waivers: a finding that someone above the owner has accepted, why, and until when."""

from datetime import date

from app.models.base import Journaled, reference
from app.models.resource import ANSWERED, Noun, Resource, Touches
from app.vocabulary import Permission


class Waiver(Journaled, table=True):
    __tablename__ = "waiver"
    declared = Resource(
        "waiver",
        Noun("dispensation", "dispensationer", "dispensationen"),
        Permission.WRITE_POLICY,
        Touches.ITS_SYSTEM,
        instead=ANSWERED,
        goes_with_system=True,
    )

    system_id: str = reference("system.id", ondelete="CASCADE")
    rule: str
    reason: str
    until: date
    by_position_id: str = reference("position.id")
