"""Tenures: a person holds a position, or deputises in it, for a period. Both days count."""

from datetime import date

from app.models.base import Journaled, one_of, period_is_ordered, reference
from app.models.resource import Noun, Resource, Touches
from app.vocabulary import Permission, TenureRole


class Tenure(Journaled, table=True):
    """Holders of one position never overlap: the database refuses it."""

    __tablename__ = "tenure"
    __table_args__ = (one_of("role", TenureRole), period_is_ordered())
    declared = Resource(
        "tenure",
        Noun("besættelse af stilling", "besættelser af stillinger", "besættelsen af stillingen"),
        Permission.WRITE_ORGANISATION,
        Touches.ORGANISATION,
    )

    position_id: str = reference("position.id")
    person_id: str = reference("person.id")
    role: str
    valid_from: date
    valid_until: date | None = None
