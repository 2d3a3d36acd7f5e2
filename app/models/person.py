"""People. Their values are personal data and lie apart in the journal, where they can be erased."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from app.models.base import Keyed, keyed

PERSONAL = {"info": {"personal": True}}


class Person(Keyed, table=True):
    __tablename__ = "person"
    __table_args__ = keyed()
    resource: ClassVar[str] = "person"

    name: str = Field(sa_column_kwargs=PERSONAL)
    email: str | None = Field(default=None, sa_column_kwargs=PERSONAL)
    phone: str | None = Field(default=None, sa_column_kwargs=PERSONAL)
    leaves_on: date | None = None
    erased_on: date | None = None
