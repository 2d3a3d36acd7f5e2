"""Stretches of days in which one person, or nobody, held a position: who answered on any day, ready to be looked up."""

from datetime import date, datetime

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from app.models.base import ID_LENGTH, SORT_KEY


class HolderStretch(SQLModel, table=True):
    """Derived from tenures and last days of work, as the register knew it from one instant to another.

    The stretches of a position cover all days, from `date.min` on. `person_id` None: nobody held it. `known_until`
    None: it still stands so.
    """

    __tablename__ = "holder_stretch"
    __table_args__ = (
        Index("ix_holder_stretch_known", "position_id", "known_until", "valid_from"),
        Index("ix_holder_stretch_person_id", "person_id"),
        Index("ix_holder_stretch_revision", "revision"),
    )

    position_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    valid_from: date = Field(primary_key=True)
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    valid_until: date | None = None
    title: str
    title_sort: str = Field(sa_type=SORT_KEY)
    management_level: int
    unit_id: str = Field(max_length=ID_LENGTH)
    person_id: str | None = Field(default=None, max_length=ID_LENGTH)
    person_name: str | None = None
    person_name_sort: str = Field(default="", sa_type=SORT_KEY)
    known_from: datetime
    known_until: datetime | None = None
