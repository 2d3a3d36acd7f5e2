"""Organisational units: the municipality's tree."""

from typing import ClassVar

from app.models.base import Keyed, keyed, one_of, reference
from app.vocabulary import UnitKind


class Unit(Keyed, table=True):
    """A box in the organisation. No cycle: a trigger refuses it on both databases."""

    __tablename__ = "unit"
    __table_args__ = keyed(one_of("kind", UnitKind))
    resource: ClassVar[str] = "unit"

    name: str
    kind: str
    parent_id: str | None = reference("unit.id", nullable=True)
