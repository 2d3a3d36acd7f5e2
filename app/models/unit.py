"""Organisational units: the municipality's tree."""

from sqlalchemy import Index

from app.models.base import Keyed, keyed, one_of, reference, search_text_of, sort_key_of
from app.models.resource import Noun, Resource, Touches
from app.vocabulary import Permission, UnitKind


class Unit(Keyed, table=True):
    """A box in the organisation. No cycle: a trigger refuses it on both databases.

    The one to call outside working hours also answers for the units below that have none of their own.
    """

    __tablename__ = "unit"
    __table_args__ = keyed(one_of("kind", UnitKind), Index("ix_unit_name_sort", "name_sort", "id"))
    declared = Resource(
        "unit", Noun("enhed", "enheder", "enheden"), Permission.WRITE_ORGANISATION, Touches.ORGANISATION
    )

    name: str
    name_sort: str = sort_key_of("name")
    name_search: str = search_text_of("name")
    kind: str
    parent_id: str | None = reference("unit.id", nullable=True)
    on_call_name: str | None = None
    on_call_phone: str | None = None
