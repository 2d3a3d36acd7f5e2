"""Reading systems: their cards are ready, so a list joins them and a single one is handed over."""

from collections.abc import Sequence
from datetime import date
from typing import Any

import orjson
from sqlalchemy import Select, or_
from sqlmodel import Session, col, select

from app.core.among import among
from app.core.canonical import dump
from app.core.errors import Forbidden, NotFound
from app.core.folding import sort_key
from app.core.languages import Text
from app.core.text import spellings
from app.http.filters import any_of
from app.http.lists import Order, Page
from app.http.page_queries import read_known_page, read_page
from app.http.representation import encode
from app.models import (
    RESOURCES,
    Card,
    Contract,
    Journaled,
    Responsibility,
    System,
    contract_system,
    metadata,
)
from app.register.cards import answering
from app.register.facts import Gathered, gather, held_on
from app.register.known import Known, TableOf
from app.register.policy import current_policy
from app.register.rows import no_such
from app.register.shapes import CARD
from app.rules.engine import evaluate
from app.security.reader import Reader
from app.systems import column_queries
from app.systems.answering_queries import answered_otherwise
from app.systems.card import SystemName
from app.systems.facets import refuse_facets_of_the_past
from app.systems.filter_queries import conditions, words
from app.systems.listing import SYSTEM_ORDER, SystemFilter, SystemListQuery
from app.systems.mandate import Mandate, mandate_of
from app.systems.verdicts import VerdictList, verdict_list
from app.vocabulary import Criticality

#: Query keys that tell nothing of a system but its name.
_ASKED_OF_NAMES = {"q", "limit", "cursor", "sort", "fields"}


def card(reader: Reader, system_id: str) -> bytes:
    """The card as it stands, of what a write has in hand or memory has kept, else read; raises NotFound."""
    made = reader.made.body(system_id) if reader.made is not None else None
    return made or column_queries.kept_body(reader, system_id) or card_known(reader.now, system_id)


def card_at(reader: Reader, system_id: str, at: date | None, known_at: date | None) -> bytes:
    """The card as it was known; with `at`, who answered on that day."""
    if at is None and known_at is None:
        return card_at_hand(reader, system_id)
    known = reader.known(known_at)
    if at is None:
        return card_known(known, system_id)
    return card_on(known, system_id, reader.clock.day_of(at))


def card_at_hand(reader: Reader, system_id: str) -> bytes:
    """The card as it stands, out of memory; raises NotFound."""
    found = column_queries.body(reader, system_id)
    return card(reader, system_id) if found is None else found


def card_by_key(
    reader: Reader, source: str, external_id: str, at: date | None = None, known_at: date | None = None
) -> bytes:
    """The same of the system with the caller's own key; raises NotFound."""
    found = column_queries.body_by_key(reader, source, external_id) if at is None and known_at is None else None
    if found is not None:
        return found
    return card_at(reader, id_by_key(reader.known(known_at), source, external_id), at, known_at)


def card_known(known: Known, system_id: str) -> bytes:
    """The card; raises NotFound where it is not known, or was not then."""
    return bodies(known, [_row(known, system_id)])[0]


def card_on(known: Known, system_id: str, day: date) -> bytes:
    """The card with owner, duties and holders as of the day; the other facts are as they are known."""
    return bodies_on(known, [_row(known, system_id)], day)[0]


def bodies_then(known: Known, system_ids: Sequence[str]) -> list[bytes]:
    """The cards of systems as they were known: the past stays as it was, but for those who are erased.

    Raises KeyError for a system that was not known then.
    """
    keys = [(system_id, known.past, known.day) for system_id in system_ids]

    def missing(places: Sequence[int]) -> list[bytes]:
        rows = known.rows(_bodies_of, {"ids": [system_ids[place] for place in places]})
        new = {row.system_id: body for row, body in zip(rows, bodies(known, rows), strict=True)}
        return [new[system_ids[place]] for place in places]

    return known.register.columns.bodies.completed(keys, [known.edition.erasures] * len(keys), missing)


def _bodies_of(table: TableOf) -> Select[Any]:
    card = table(Card).c
    return select(card.system_id, card.body, card.shape).where(among(card.system_id, "ids"))


def _row(known: Known, system_id: str) -> Any:  # noqa: ANN401 - a row of cards
    found = known.rows(_bodies_of, {"ids": [system_id]})
    if not found:
        raise known.absent(Text(f"There is no system {system_id}", da=f"Der findes intet system med id'et {system_id}"))
    return found[0]


def bodies(known: Known, rows: Sequence[Any]) -> list[bytes]:
    """The cards of the rows in today's shape; whoever answers is that of the day that is known."""
    renewed: dict[str, bytes] = {}
    if not known.follows_the_day:
        otherwise = answered_otherwise(known, [row.system_id for row in rows])
        outdated = [row for row in rows if row.system_id in otherwise]
        renewed = {
            row.system_id: body for row, body in zip(outdated, bodies_on(known, outdated, known.day), strict=True)
        }
    return [renewed.get(row.system_id) or CARD.up_to_date(row.body, row.shape) for row in rows]


def bodies_on(known: Known, rows: Sequence[Any], day: date) -> list[bytes]:
    """The same with owner, duties and holders as of a day; a constant number of queries, and none for no rows."""
    if not rows:
        return []
    organisation = known.organisation_on(day)
    held = held_on(known.session, known.table(Responsibility), organisation, [row.system_id for row in rows])
    cards = (orjson.loads(CARD.up_to_date(row.body, row.shape)) for row in rows)
    return [dump({**card, **answering(organisation, held[card["id"]])}) for card in cards]


def _bodies(known: Known) -> Select[Any]:
    card = known.table(Card).c
    statement: Select[Any] = select(card.system_id, card.body, card.shape)
    return statement


def id_by_key(known: Known, source: str, external_id: str) -> str:
    """The id of the system that has the caller's own key, or had it then. Raises NotFound."""
    key = {"source": spellings(source), "external_id": spellings(external_id)}
    found = known.rows(_with_key, key)
    if not found:
        raise known.absent(
            Text(
                f"There is no system with the key {external_id!r} of {source!r}",
                da=f"Der findes intet system med nøglen »{external_id}« i kilden »{source}«",
            )
        )
    system_id: str = found[0].system_id
    return system_id


def _with_key(table: TableOf) -> Select[Any]:
    card = table(Card).c
    return select(card.system_id).where(
        among(card.source, "source"),
        among(card.external_id, "external_id"),
    )


def called(session: Session, text: str) -> list[tuple[str, str]]:
    """Ids and names of the systems that someone may mean: by id or key, else by the whole name, else by its words."""
    by_words = words(Card.names_text, text)
    for wanted in (
        [or_(col(Card.system_id) == text, col(Card.external_id) == text)],
        [col(Card.name_sort) == sort_key(text)],
        by_words,
    ):
        found = session.execute(select(Card.system_id, Card.name).where(*wanted).limit(50)).all()
        if found:
            return [(row.system_id, row.name) for row in found]
    return []


def ids_in_use(session: Session, criticality: Sequence[Criticality]) -> Sequence[str]:
    """The systems in use, in the order of their names; of the criticalities, or of all where none is named."""
    statement = select(Card.system_id).where(col(Card.in_use).is_(True), *any_of(Card.criticality, criticality))
    return session.exec(statement.order_by(col(Card.name_sort), col(Card.system_id))).all()


def names(reader: Reader, query: SystemFilter) -> tuple[Page, Sequence[bytes]]:
    """Ids and names, by words of the names; raises Forbidden where more is asked, be it by a filter or a sort key."""
    more = query.model_fields_set - _ASKED_OF_NAMES
    if more or not set(query.fields.split(",") if query.fields else ()) <= SystemName.model_fields.keys():
        raise Forbidden(
            Text(
                "The role may find systems by their names, with q, and see nothing else of them.",
                da="Rollen må finde systemer på navnet med q og ikke se andet om dem.",
            )
        )
    if not {term.removeprefix("-") for term in query.sort} <= SystemName.model_fields.keys():
        raise Forbidden(
            Text(
                "The role may sort systems by name and id alone.", da="Rollen må kun sortere systemer efter navn og id."
            )
        )
    card = reader.now.table(Card).c
    statement: Select[Any] = select(card.system_id, card.name).where(*words(card.names_text, query.q))
    page = read_page(reader.session, statement, order(reader.now), query)
    return page, [encode(SystemName(id=row.system_id, name=row.name)) for row in page.rows]


def cards(reader: Reader, query: SystemListQuery) -> tuple[Page, Sequence[bytes]]:
    """A page of the cards that match: the columns say which today's are, the database which those of the past."""
    refuse_facets_of_the_past(query)
    if query.known_at is None:
        return column_queries.page(reader, query)
    known = reader.known(query.known_at)
    matching: Select[Any] = select(known.table(Card).c.system_id).where(*conditions(known, query))
    page = read_known_page(known, matching, order(known), query)
    return page, bodies_then(known, [row.system_id for row in page.rows])


def select_cards(known: Known, query: SystemFilter) -> Select[Any]:
    """The cards that match, as `bodies` takes them."""
    return _bodies(known).where(*conditions(known, query))


def order(known: Known) -> Order:
    """What the list of cards can be sorted by."""
    return SYSTEM_ORDER.on(known.table(Card).c)


def verdicts(reader: Reader, system_id: str) -> VerdictList:
    """Every rule's verdict, worked out anew from the facts, so that the unknown ones say what is missing."""
    _, policy = current_policy(reader.session)
    return verdict_list(evaluate(_gathered(reader, system_id).facts, policy))


def mandate(reader: Reader, system_id: str) -> Mandate:
    """Whether today's owner is placed high enough, and may spend what the system costs."""
    gathered = _gathered(reader, system_id)
    _, policy = current_policy(reader.session)
    return mandate_of(gathered.facts, gathered.row.unit_id, reader.organisation, policy)


def _gathered(reader: Reader, system_id: str) -> Gathered:
    gathered = gather(reader.session, reader.organisation, [system_id])
    if not gathered:
        raise NotFound(no_such(System, system_id))
    return gathered[0]


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
    going = {table.__tablename__: table for table in RESOURCES.values() if table.declared.goes_with_system}
    tables: list[Any] = [going[table.name] for table in reversed(metadata.sorted_tables) if table.name in going]
    return [row for table in tables for row in session.exec(select(table).where(table.system_id == system_id))]
