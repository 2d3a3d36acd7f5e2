"""Contracts: what a supplier has promised, until when, for which systems."""

from datetime import date

from sqlalchemy import CheckConstraint, Column, ForeignKey, Index, String, Table
from sqlmodel import Field, Relationship

from app.models.base import ID_LENGTH, Keyed, keyed, metadata, one_of, search_text_of, sort_key_of
from app.models.resource import Noun, Resource, Touches
from app.models.system import System
from app.vocabulary import ContractKind, Permission

contract_system = Table(
    "contract_system",
    metadata,
    Column("contract_id", String(ID_LENGTH), ForeignKey("contract.id", ondelete="CASCADE"), primary_key=True),
    Column("system_id", String(ID_LENGTH), ForeignKey("system.id", ondelete="CASCADE"), primary_key=True, index=True),
)


class Contract(Keyed, table=True):
    """`discontinued`: it is to end, and nothing follows it on purpose. `hotline`: where to call, at `hotline_hours`."""

    __tablename__ = "contract"
    __table_args__ = keyed(
        one_of("kind", ContractKind),
        CheckConstraint("ends_on >= starts_on", name="period"),
        CheckConstraint("notice_months >= 0", name="notice_months"),
        Index("ix_contract_name_sort", "name_sort", "id"),
    )
    declared = Resource(
        "contract", Noun("kontrakt", "kontrakter", "kontrakten"), Permission.WRITE_SYSTEMS, Touches.ITS_SYSTEMS
    )

    name: str
    name_sort: str = sort_key_of("name")
    name_search: str = search_text_of("name")
    kind: str = ContractKind.UNKNOWN.value
    discontinued: bool = False
    supplier: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    notice_months: int | None = None
    reference: str | None = Field(default=None)
    hotline: str | None = None
    hotline_hours: str | None = None

    systems: list[System] = Relationship(sa_relationship_kwargs={"secondary": contract_system, "lazy": "select"})
