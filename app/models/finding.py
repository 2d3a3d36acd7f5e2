"""Findings: a rule that a system breaks, from the day it was noticed to the day it was mended."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Column, Index, text
from sqlmodel import Field, SQLModel

from app.models.base import identifier, one_of, reference
from app.vocabulary import Severity


class Finding(SQLModel, table=True):
    """Derived by the register, so not in the journal; open while `closed_at` is None."""

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
    rule: str
    severity: str
    severity_rank: int
    message: str
    field: str | None = None
    evidence: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    opened_at: datetime
    opened_revision: int
    closed_at: datetime | None = None
    closed_revision: int | None = None
    waived: bool = False
