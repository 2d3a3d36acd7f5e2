"""People. Their values are personal data and lie apart in the journal, where they can be erased."""

from datetime import date

from sqlalchemy import Index
from sqlmodel import Field

from app.models.base import Keyed, keyed, search_text_of, sort_key_of
from app.models.resource import Noun, Resource, Touches
from app.vocabulary import Permission

PERSONAL = {"info": {"personal": True}}


class Person(Keyed, table=True):
    __tablename__ = "person"
    __table_args__ = keyed(Index("ix_person_name_sort", "name_sort", "id"))
    declared = Resource(
        "person", Noun("person", "personer", "personen"), Permission.WRITE_ORGANISATION, Touches.ORGANISATION
    )

    name: str = Field(sa_column_kwargs=PERSONAL)
    name_sort: str = sort_key_of("name")
    name_search: str = search_text_of("name")
    email: str | None = Field(default=None, sa_column_kwargs=PERSONAL)
    phone: str | None = Field(default=None, sa_column_kwargs=PERSONAL)
    leaves_on: date | None = None
    erased_on: date | None = None
