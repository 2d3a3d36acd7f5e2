"""Positions: a box with a level, in a unit; it owns systems, and a person holds it for a period."""

from sqlalchemy import BigInteger, CheckConstraint, Index
from sqlmodel import Field

from app.models.base import Keyed, keyed, one_of, reference, search_text_of, sort_key_of
from app.models.resource import Noun, Resource, Touches
from app.vocabulary import Answer, Permission


class Position(Keyed, table=True):
    """Title, level and budget authority are three independent facts."""

    __tablename__ = "position"
    __table_args__ = keyed(
        one_of("budget_authority", Answer),
        CheckConstraint("management_level BETWEEN 0 AND 5", name="management_level"),
        CheckConstraint("budget_limit_dkk >= 0", name="budget_limit_dkk"),
        CheckConstraint("reports_to_id <> id", name="reports_to_id"),
        Index("ix_position_title_sort", "title_sort", "id"),
    )
    declared = Resource(
        "position", Noun("stilling", "stillinger", "stillingen"), Permission.WRITE_ORGANISATION, Touches.ORGANISATION
    )

    title: str
    title_sort: str = sort_key_of("title")
    title_search: str = search_text_of("title")
    unit_id: str = reference("unit.id")
    management_level: int
    reports_to_id: str | None = reference("position.id", nullable=True)
    leads_unit: bool = False
    budget_authority: str = Answer.UNKNOWN.value
    budget_limit_dkk: int | None = Field(default=None, sa_type=BigInteger)
