"""The chains of many systems, a page at a time."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Select, false, true
from sqlmodel import select

from app.http.filters import any_of
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.models import Card
from app.responsibility.escalation.queries import escalation
from app.responsibility.escalation.schemas import EscalationListQuery, EscalationQuery
from app.security.reader import Reader


def escalations(reader: Reader, query: EscalationListQuery) -> tuple[Page, Sequence[bytes]]:
    """Of the systems in use; none while there is no position at all, since a chain is never empty."""
    card = reader.now.table(Card).c
    order = Order(EscalationListQuery, {"systemName": SortKey(card.name_sort)}, SortKey(card.system_id))
    statement: Select[Any] = select(card.system_id, card.name_sort)
    can_act = true() if reader.organisation.positions else false()
    statement = statement.where(can_act, card.in_use.is_(True), *any_of(card.criticality, query.criticality))
    page = read_page(reader.session, statement, order, query)
    asked = EscalationQuery(duty=query.duty)
    return page, [escalation(reader, row.system_id, asked) for row in page.rows]
