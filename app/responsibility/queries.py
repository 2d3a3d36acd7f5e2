"""Reading responsibilities."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import or_
from sqlmodel import Session, col, select

from app.http.filters import any_of
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import Position, Responsibility, System
from app.register.facts import in_force
from app.register.reader import Reader
from app.register.rows import find
from app.responsibility.schemas import ResponsibilityList, ResponsibilityView
from app.vocabulary import Basis, Duty

ORDER = Order(
    {"validFrom": SortKey(col(Responsibility.valid_from), date), "duty": SortKey(col(Responsibility.duty))},
    "validFrom",
    SortKey(col(Responsibility.id)),
)


def responsibility(reader: Reader, responsibility_id: str) -> ResponsibilityView:
    return view(find(reader.session, Responsibility, responsibility_id))


def responsibilities(reader: Reader, system_id: str, query: ResponsibilityList) -> tuple[Page, Sequence[bytes]]:
    find(reader.session, System, system_id)
    statement = select(Responsibility).where(
        col(Responsibility.system_id) == system_id,
        *any_of(Responsibility.duty, query.duty),
        *any_of(Responsibility.basis, query.basis),
        *any_of(Responsibility.position_id, query.position_id),
        *([] if query.at is None else [in_force(query.at)]),
    )
    page = read_page(reader.session, statement, ORDER, query)
    return page, [encode(view(row[0])) for row in page.rows]


def view(row: Responsibility) -> ResponsibilityView:
    return ResponsibilityView.model_validate(row.model_dump())


def is_ownership(row: Responsibility) -> bool:
    """Whether it is the formal ownership, which one position has at a time; what is practised may be shared."""
    return row.duty == Duty.OWNER and row.basis == Basis.FORMAL


def overlapping(session: Session, row: Responsibility) -> list[tuple[Responsibility, Position]]:
    """Others that cannot hold at the same time: any other formal owner, or the same position for the same duty."""
    statement = (
        select(Responsibility, Position)
        .join(Position, col(Position.id) == col(Responsibility.position_id))
        .where(
            Responsibility.system_id == row.system_id,
            Responsibility.duty == row.duty,
            Responsibility.basis == row.basis,
            Responsibility.id != row.id,
            *([] if is_ownership(row) else [col(Responsibility.position_id) == row.position_id]),
            col(Responsibility.valid_from) <= (row.valid_until or date.max),
            or_(col(Responsibility.valid_until).is_(None), col(Responsibility.valid_until) >= row.valid_from),
        )
        .order_by(col(Responsibility.valid_from))
    )
    with session.no_autoflush:
        return list(session.exec(statement))
