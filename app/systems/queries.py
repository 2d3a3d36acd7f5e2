"""Reading systems: their cards are ready, so a list joins them and a single one is handed over."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import Session, col, select

from app.core.errors import NotFound
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.models import BudgetLine, Card, Contract, Responsibility, System, contract_system
from app.register.facts import gather
from app.register.policy import current_policy
from app.register.reader import Reader
from app.rules.engine import evaluate
from app.systems.filter_queries import conditions
from app.systems.listing import SystemFilter
from app.systems.verdicts import VerdictList, verdict_list

ORDER = Order(
    {
        "name": SortKey(col(Card.name_sort)),
        "severityRank": SortKey(col(Card.severity_rank), int),
        "criticality": SortKey(col(Card.criticality_rank), int),
        "findingCount": SortKey(col(Card.finding_count), int),
        "updatedAt": SortKey(col(Card.updated_at), datetime),
        "createdAt": SortKey(col(Card.created_at), datetime),
        "id": SortKey(col(Card.system_id)),
    },
    "name",
    SortKey(col(Card.system_id)),
)


def card(reader: Reader, system_id: str) -> bytes:
    body = reader.session.exec(select(Card.body).where(Card.system_id == system_id)).first()
    if body is None:
        raise NotFound(f"There is no system {system_id}.")
    return body.encode()


def card_by_key(reader: Reader, source: str, external_id: str) -> bytes:
    statement = select(Card.body).where(Card.source == source, Card.external_id == external_id)
    body = reader.session.exec(statement).first()
    if body is None:
        raise NotFound(f"There is no system with the key {external_id!r} of {source!r}.")
    return body.encode()


def cards(reader: Reader, query: SystemFilter) -> tuple[Page, Sequence[bytes]]:
    statement = select(Card.body).where(*conditions(reader, query))
    page = read_page(reader.session, statement, ORDER, query)
    return page, [row[0].encode() for row in page.rows]


def verdicts(reader: Reader, system_id: str) -> VerdictList:
    """Every rule's verdict, worked out anew from the facts, so that the unknown ones say what is missing."""
    gathered = gather(reader.session, reader.organisation, [system_id])
    if not gathered:
        raise NotFound(f"There is no system {system_id}.")
    _, policy = current_policy(reader.session)
    return verdict_list(evaluate(gathered[0].facts, policy))


def successor_loop(session: Session, system_id: str, successor_id: str | None) -> bool:
    """Whether the chain of successors would come back to the system."""
    seen = {system_id}
    while successor_id is not None:
        if successor_id in seen:
            return True
        seen.add(successor_id)
        successor_id = session.exec(select(System.successor_id).where(System.id == successor_id)).first()
    return False


def contracts_of(session: Session, system_id: str) -> Sequence[Contract]:
    statement = select(Contract).join(contract_system).where(contract_system.c.system_id == system_id)
    return session.exec(statement).all()


def children_of(session: Session, system_id: str) -> list[Responsibility | BudgetLine]:
    """The rows that go with a system when it is deleted."""
    return [
        *session.exec(select(Responsibility).where(Responsibility.system_id == system_id)),
        *session.exec(select(BudgetLine).where(BudgetLine.system_id == system_id)),
    ]
