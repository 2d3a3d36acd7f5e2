"""Absences: a person is away from one day to another. Both days count."""

from datetime import date

from app.models.base import Journaled, period_is_ordered, reference
from app.models.resource import Noun, Resource, Touches
from app.vocabulary import Permission


class Absence(Journaled, table=True):
    """Without a last day, until further notice."""

    __tablename__ = "absence"
    __table_args__ = (period_is_ordered(),)
    declared = Resource(
        "absence", Noun("fravær", "fravær", "fraværet", "Intet"), Permission.RECORD_ABSENCE, Touches.ORGANISATION
    )

    person_id: str = reference("person.id")
    valid_from: date
    valid_until: date | None = None
