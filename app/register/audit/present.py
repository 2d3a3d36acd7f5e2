"""What stands against what the rules and the tables give today, worked out anew without writing."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session

from app.core.chunks import chunks
from app.models import Card, CardHolding, HolderStretch
from app.register.assessing import CHUNK, assessed
from app.register.audit.difference import Difference
from app.register.cards import card_holdings, draft_card
from app.register.evaluation import all_system_ids
from app.register.findings import Batch
from app.register.holders import out_of_date
from app.register.organisation import Organisation
from app.register.policy import current_policy


def differing_cards(session: Session, organisation: Organisation) -> Iterator[Difference]:
    """Cards, their holdings and findings. `organisation`: today's; the cards must have been evaluated for it."""
    _, policy = current_policy(session)
    for chunk in chunks(all_system_ids(session), CHUNK):
        batch = Batch()
        cards = _rows(session, Card, chunk)
        holdings = _holdings(session, chunk)
        for gathered, assessment in assessed(session, organisation, policy, chunk, batch):
            system_id = gathered.facts.id
            card = cards.pop(system_id, None)
            if card is None:
                yield Difference("card", system_id, "the row is missing")
                continue
            if not draft_card(gathered, assessment).says(card):
                yield Difference("card", system_id, "it is not what follows from the tables", card["revision"])
            wanted = sorted(tuple(row.values()) for row in card_holdings(card, gathered.held))
            if wanted != sorted(holdings.get((system_id, card["revision"]), [])):
                yield Difference("card_holding", system_id, "it is not what follows from the tables", card["revision"])
        for finding in (*batch.opened, *batch.changed, *batch.closed):
            yield Difference("finding", finding.id, "it is not what follows from the tables")


def differing_stretches(session: Session) -> Iterator[Difference]:
    for position_id in out_of_date(session):
        yield Difference(str(HolderStretch.__tablename__), position_id, "it is not what follows from the tables")


def _rows(session: Session, table: Any, chunk: list[str]) -> dict[str, dict[str, Any]]:  # noqa: ANN401 - a table
    columns = table.__table__
    found = session.execute(columns.select().where(columns.c.system_id.in_(chunk))).mappings()
    return {row["system_id"]: dict(row) for row in found}


def _holdings(session: Session, chunk: list[str]) -> dict[tuple[str, int], list[tuple[Any, ...]]]:
    columns: Any = CardHolding.__table__  # type: ignore[attr-defined]
    found: dict[tuple[str, int], list[tuple[Any, ...]]] = {}
    for row in session.execute(columns.select().where(columns.c.system_id.in_(chunk))):
        found.setdefault((row.system_id, row.revision), []).append(tuple(row))
    return found
