"""Reading budget lines."""

from collections.abc import Sequence

from sqlmodel import col, select

from app.budgets.schemas import BudgetLineList, BudgetLineView
from app.http.filters import any_of
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import BudgetLine, System
from app.register.rows import find
from app.security.reader import Reader

ORDER = Order(
    BudgetLineList,
    {"fiscalYear": SortKey(col(BudgetLine.fiscal_year), int), "kind": SortKey(col(BudgetLine.kind))},
    SortKey(col(BudgetLine.id)),
)


def budget_line(reader: Reader, budget_line_id: str) -> BudgetLineView:
    return view(find(reader.session, BudgetLine, budget_line_id))


def budget_lines(reader: Reader, system_id: str, query: BudgetLineList) -> tuple[Page, Sequence[bytes]]:
    find(reader.session, System, system_id)
    statement = select(BudgetLine).where(
        col(BudgetLine.system_id) == system_id,
        *any_of(BudgetLine.fiscal_year, query.fiscal_year),
        *any_of(BudgetLine.kind, query.kind),
        *any_of(BudgetLine.holder_position_id, query.holder_position_id),
    )
    page = read_page(reader.session, statement, ORDER, query)
    return page, [encode(view(row[0])) for row in page.rows]


def view(row: BudgetLine) -> BudgetLineView:
    return BudgetLineView.model_validate(row.model_dump())
