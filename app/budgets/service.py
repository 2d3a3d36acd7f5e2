"""Changing budget lines."""

from sqlmodel import Session

from app.budgets.schemas import BudgetLinePatch, BudgetLineWrite
from app.models import BudgetLine, Position, System
from app.register.rows import assign, find, merged, require


def create_budget_line(session: Session, system_id: str, body: BudgetLineWrite) -> str:
    """The id of the new line; raises NotFound for the system, InvalidInput for an unknown holder."""
    find(session, System, system_id)
    require(session, Position, body.holder_position_id, "/holderPositionId")
    row = BudgetLine(**body.model_dump(), system_id=system_id)
    session.add(row)
    session.flush()
    return row.id


def change_budget_line(session: Session, budget_line_id: str, patch: BudgetLinePatch) -> None:
    """Raises InvalidInput for an unknown holder, and for an amount beside a reason why there is none."""
    row = find(session, BudgetLine, budget_line_id)
    body = merged(row, BudgetLineWrite, patch)
    require(session, Position, body.holder_position_id, "/holderPositionId")
    assign(row, body.model_dump())
    session.flush()


def delete_budget_line(session: Session, budget_line_id: str) -> None:
    session.delete(find(session, BudgetLine, budget_line_id))
    session.flush()
