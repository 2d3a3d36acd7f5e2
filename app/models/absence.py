"""Absences: a person is away from one day to another. Both days count."""

from datetime import date
from typing import ClassVar

from app.models.base import Journaled, period_is_ordered, reference


class Absence(Journaled, table=True):
    """Without a last day, until further notice."""

    __tablename__ = "absence"
    __table_args__ = (period_is_ordered(),)
    resource: ClassVar[str] = "absence"

    person_id: str = reference("person.id")
    valid_from: date
    valid_until: date | None = None
