"""Waivers: a finding that someone above the owner has accepted, why, and until when."""

from datetime import date
from typing import ClassVar

from app.models.base import Journaled, reference


class Waiver(Journaled, table=True):
    __tablename__ = "waiver"
    resource: ClassVar[str] = "waiver"

    system_id: str = reference("system.id", ondelete="CASCADE")
    rule: str
    reason: str
    until: date
    by_position_id: str = reference("position.id")
