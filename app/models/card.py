"""Cards: one ready JSON per system with the columns that lists filter and sort by; and every card that ever was."""

from datetime import date, datetime

from sqlalchemy import BigInteger, Index, Text, text
from sqlmodel import Field, SQLModel

from app.models.base import ID_LENGTH, SORT_KEY
from app.vocabulary import FundingState


class CardColumns(SQLModel):
    """What a list can filter and sort by. Derived: `rebuild` gives the same from the tables."""

    name: str
    name_sort: str = Field(sa_type=SORT_KEY)
    criticality: str
    criticality_rank: int
    lifecycle: str
    in_use: bool
    personal_data_mask: int
    unit_id: str | None = Field(default=None, max_length=ID_LENGTH)
    supplier: str | None = None
    supplier_folded: str | None = None
    kle_text: str
    source: str | None = None
    external_id: str | None = None
    owner_position_id: str | None = Field(default=None, max_length=ID_LENGTH)
    owner_person_id: str | None = Field(default=None, max_length=ID_LENGTH)
    owner_unit_id: str | None = Field(default=None, max_length=ID_LENGTH)
    owner_level: int | None = None
    ownership_state: str
    funding_state: str
    estimated_dkk: int | None = Field(default=None, sa_type=BigInteger)
    allocated_dkk: int | None = Field(default=None, sa_type=BigInteger)
    development_state: str = FundingState.UNKNOWN.value
    development_estimated_dkk: int | None = Field(default=None, sa_type=BigInteger)
    development_allocated_dkk: int | None = Field(default=None, sa_type=BigInteger)
    decommission_state: str = FundingState.UNKNOWN.value
    decommission_estimated_dkk: int | None = Field(default=None, sa_type=BigInteger)
    decommission_allocated_dkk: int | None = Field(default=None, sa_type=BigInteger)
    finding_count: int
    severity_rank: int
    waived_count: int = 0
    phased_out_on: date | None = None
    verdicts: str
    flagged_rules: str = ""
    waived_rules: str = ""
    search_text: str = Field(sa_type=Text)
    names_text: str = Field(default="", sa_type=Text)
    created_at: datetime
    updated_at: datetime
    revision: int
    #: Of the body: `register.shapes` brings an older one up to date.
    shape: int
    body: str = Field(sa_type=Text)


class Card(CardColumns, table=True):
    """The card as it stands."""

    __tablename__ = "card"
    __table_args__ = (
        Index("ix_card_name_sort", "name_sort", "system_id"),
        Index("ix_card_severity_rank", "severity_rank", "system_id"),
        Index("ix_card_updated_at", "updated_at", "system_id"),
        Index("ix_card_unit_id", "unit_id"),
        Index("ix_card_owner_position_id", "owner_position_id"),
        Index("ix_card_source", "source", "external_id"),
        # What changed since the columns in memory were read.
        Index("ix_card_revision", "revision"),
    )

    system_id: str = Field(primary_key=True, foreign_key="system.id", ondelete="CASCADE", max_length=ID_LENGTH)


class CardVersion(CardColumns, table=True):
    """A card as the register knew it from one instant to another; `known_until` None: it still stands."""

    __tablename__ = "card_version"
    __table_args__ = (
        Index("ix_card_version_known", "known_from", "known_until"),
        Index("ix_card_version_revision", "revision"),
        Index("ix_card_version_name_sort", "name_sort", "system_id", "known_from", "known_until"),
        # A change ends the version that stands. Whoever is synchronised every night has hundreds.
        Index(
            "ix_card_version_standing",
            "system_id",
            sqlite_where=text("known_until IS NULL"),
            postgresql_where=text("known_until IS NULL"),
        ),
    )

    system_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    known_from: datetime
    known_until: datetime | None = None


class CardHolding(SQLModel, table=True):
    """Who holds which duty on a card of a certain revision; ownership is a duty here, as it is in responsibilities."""

    __tablename__ = "card_holding"
    __table_args__ = (Index("ix_card_holding_revision", "revision"),)

    system_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    duty: str = Field(primary_key=True)
    basis: str = Field(primary_key=True)
    position_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    person_id: str | None = Field(default=None, max_length=ID_LENGTH)
