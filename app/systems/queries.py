"""Reading systems: their cards are ready, so a list joins them and a single one is handed over."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import ColumnElement, Select, or_
from sqlmodel import Session, col, select

from app.core.errors import NotFound
from app.core.folding import fold, sort_key
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import (
    Attestation,
    AttestationRequest,
    BudgetLine,
    Card,
    CardVersion,
    Contract,
    Dispute,
    Handover,
    Journaled,
    JournalEntry,
    Responsibility,
    System,
    contract_system,
)
from app.register.facts import gather
from app.register.policy import current_policy
from app.register.reader import Reader
from app.rules.engine import evaluate
from app.systems.filter_queries import conditions
from app.systems.history import HistoryItem, HistoryQuery, changed_keys, pairs
from app.systems.listing import SystemFilter
from app.systems.shelf import Shelf, shelf
from app.systems.verdicts import VerdictList, verdict_list

HISTORY_ORDER = Order(
    {"revision": SortKey(col(CardVersion.revision), int)}, "-revision", SortKey(col(CardVersion.revision), int)
)


def card(reader: Reader, system_id: str, known_at: datetime | None = None) -> bytes:
    """The card; with `known_at`, as it was known then. Raises NotFound where it is not known, or was not then."""
    stood = shelf(reader, known_at)
    return _one(reader, stood, [col(stood.table.system_id) == system_id], system_id)


def card_by_key(reader: Reader, source: str, external_id: str, known_at: datetime | None = None) -> bytes:
    stood = shelf(reader, known_at)
    key = [col(stood.table.source) == source, col(stood.table.external_id) == external_id]
    return _one(reader, stood, key, f"with the key {external_id!r} of {source!r}")


def _one(reader: Reader, stood: Shelf, wanted: list[ColumnElement[bool]], called: str) -> bytes:
    body = reader.session.exec(select(stood.table.body).where(*stood.standing, *wanted)).first()
    if body is None:
        then = " at that instant" if stood.moment else ""
        raise NotFound(f"There is no system {called}{then}.")
    return body.encode()


def id_by_key(reader: Reader, source: str, external_id: str, known_at: datetime | None = None) -> str:
    """The id of the system with the key; with `known_at`, of the one that had it then. Raises NotFound."""
    card: dict[str, str] = orjson.loads(card_by_key(reader, source, external_id, known_at))
    return card["id"]


def called(session: Session, text: str) -> list[tuple[str, str]]:
    """Ids and names of the systems that someone may mean: by id or key, else by the whole name, else by its words."""
    by_words = [col(Card.search_text).contains(fold(word), autoescape=True) for word in text.split()]
    for wanted in (
        [or_(col(Card.system_id) == text, col(Card.external_id) == text)],
        [col(Card.name_sort) == sort_key(text)],
        by_words,
    ):
        found = session.execute(select(Card.system_id, Card.name).where(*wanted).limit(50)).all()
        if found:
            return [(row.system_id, row.name) for row in found]
    return []


def cards(reader: Reader, query: SystemFilter) -> tuple[Page, Sequence[bytes]]:
    stood = shelf(reader, query.known_at)
    statement = select(stood.table.body).where(*conditions(stood, query))
    page = read_page(reader.session, statement, stood.order, query)
    return page, [row[0].encode() for row in page.rows]


def history(reader: Reader, system_id: str, query: HistoryQuery) -> tuple[Page, Sequence[bytes]]:
    """The versions of the card, the newest first; those of a deleted system too."""
    version = (CardVersion.revision, CardVersion.known_from, CardVersion.known_until, CardVersion.body)
    columns: tuple[Any, ...] = (*version, JournalEntry)
    statement: Select[Any] = (
        select(*columns)
        .join(JournalEntry, col(JournalEntry.revision) == col(CardVersion.revision))
        .where(col(CardVersion.system_id) == system_id)
    )
    page = read_page(reader.session, statement, HISTORY_ORDER, query)
    if page.total == 0:
        raise NotFound(f"There is no system {system_id}.")
    rows = sorted(page.rows, key=lambda row: -row.revision)
    before = _body_before(reader.session, system_id, rows[-1].revision) if rows else None
    items = {
        row.revision: encode(
            HistoryItem(
                revision=row.revision,
                at=row.known_from,
                until=row.known_until,
                actor=row.JournalEntry.actor,
                action=_action(row.JournalEntry.action, first=old is None),
                reason=row.JournalEntry.reason,
                changed=changed_keys(old, new),
            )
        )
        for row, (old, new) in zip(rows, pairs([row.body for row in rows], before), strict=True)
    }
    return page, [items[row.revision] for row in page.rows]


def _action(journaled: str, *, first: bool) -> Any:  # noqa: ANN401 - one of the item's literals
    """What happened to the card: a new tenure, say, is an entry of its own, and changes the card."""
    if first:
        return "create"
    return "evaluate" if journaled == "evaluate" else "update"


def _body_before(session: Session, system_id: str, revision: int) -> str | None:
    """The body of the version before the revision."""
    statement = select(CardVersion.body).where(
        col(CardVersion.system_id) == system_id, col(CardVersion.revision) < revision
    )
    return session.exec(statement.order_by(col(CardVersion.revision).desc()).limit(1)).first()


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


def children_of(session: Session, system_id: str) -> list[Journaled]:
    """The rows that go with a system when it is deleted, those that refer to others first."""
    tables = (AttestationRequest, Attestation, Handover, Dispute, Responsibility, BudgetLine)
    return [row for table in tables for row in session.exec(select(table).where(col(table.system_id) == system_id))]
