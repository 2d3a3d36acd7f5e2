"""Budget lines: what a system costs and what is set aside for it in one fiscal year. Whole DKK."""

from sqlalchemy import BigInteger, CheckConstraint
from sqlmodel import Field

from app.models.base import Journaled, one_of, reference
from app.models.resource import Noun, Resource, Touches
from app.vocabulary import BudgetKind, Permission


class BudgetLine(Journaled, table=True):
    """An amount that is None is unknown; zero is zero."""

    __tablename__ = "budget_line"
    __table_args__ = (
        one_of("kind", BudgetKind),
        CheckConstraint("estimated_dkk >= 0", name="estimated_dkk"),
        CheckConstraint("allocated_dkk >= 0", name="allocated_dkk"),
        CheckConstraint("fiscal_year BETWEEN 2000 AND 2100", name="fiscal_year"),
    )
    declared = Resource(
        "budget-line",
        Noun("budgetlinje", "budgetlinjer", "budgetlinjen"),
        Permission.WRITE_SYSTEMS,
        Touches.ITS_SYSTEM,
        goes_with_system=True,
    )

    system_id: str = reference("system.id", ondelete="CASCADE")
    fiscal_year: int
    kind: str
    estimated_dkk: int | None = Field(default=None, sa_type=BigInteger)
    allocated_dkk: int | None = Field(default=None, sa_type=BigInteger)
    allocated_unknown_reason: str | None = None
    holder_position_id: str | None = reference("position.id", nullable=True)
    account: str | None = None
    price_level_year: int | None = None
    recurring: bool | None = None
