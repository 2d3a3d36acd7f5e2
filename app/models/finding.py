"""Findings: a rule that a system breaks, from when it was noticed to when it was mended; and what each once said."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Index, text
from sqlmodel import Field, SQLModel

from app.models.base import ID_LENGTH, identifier, one_of, reference
from app.vocabulary import Severity


class FindingColumns(SQLModel):
    """Derived by the register, so not in the journal; open while `closed_at` is None."""

    rule: str
    severity: str
    severity_rank: int
    message: str
    field: str | None = None
    evidence: dict[str, Any] = Field(sa_type=JSON, nullable=False)
    opened_at: datetime
    closed_at: datetime | None = None
    waived: bool = False


class Finding(FindingColumns, table=True):
    """The finding as it stands."""

    __tablename__ = "finding"
    __table_args__ = (
        one_of("severity", Severity),
        Index(
            "uq_finding_open",
            "system_id",
            "rule",
            unique=True,
            sqlite_where=text("closed_at IS NULL"),
            postgresql_where=text("closed_at IS NULL"),
        ),
        Index("ix_finding_rule", "rule", "closed_at"),
    )

    id: str = identifier()
    system_id: str = reference("system.id", ondelete="CASCADE", index=False)
    opened_revision: int
    closed_revision: int | None = None


class FindingVersion(FindingColumns, table=True):
    """A finding as the register knew it from one instant to another; `known_until` None: it still stands so."""

    __tablename__ = "finding_version"
    __table_args__ = (
        Index("ix_finding_version_system_id", "system_id", "known_from", "known_until"),
        Index("ix_finding_version_revision", "revision"),
    )

    id: str = Field(primary_key=True, max_length=ID_LENGTH)
    revision: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    system_id: str = Field(max_length=ID_LENGTH)
    known_from: datetime
    known_until: datetime | None = None
