"""Evaluating systems: facts, rules, findings and cards, chunk by chunk in constant memory."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert, select
from sqlmodel import Session

from app.core.bulk import TakesStatements, run_for_each, update_each
from app.core.chunks import chunks
from app.core.prepared import at_once, read
from app.core.progress import Progress, unheard
from app.models import Card, CardHolding, CardVersion, FindingVersion, System
from app.register.assessing import CHUNK, Assessed, assess
from app.register.cards import DraftCard, card_holdings
from app.register.facts import Holding
from app.register.helpers import Helpers
from app.register.organisation import Organisation
from app.register.outcome import MadeCard, Share, by_system
from app.register.versions import keep_versions, supersede
from app.rules.policy import Policy

_SYSTEM: Any = System.__table__  # type: ignore[attr-defined]
_CARD = Card.__table__  # type: ignore[attr-defined]
_VERSION = CardVersion.__table__  # type: ignore[attr-defined]
_FINDING_VERSION = FindingVersion.__table__  # type: ignore[attr-defined]
_HOLDING = CardHolding.__table__  # type: ignore[attr-defined]

_ALL_IDS = select(_SYSTEM.c.id).order_by(_SYSTEM.c.id)
_ADD = insert(_CARD)
_ADD_HOLDINGS = insert(_HOLDING)
#: Whatever a card says anew.
_SAYS = tuple(column.name for column in _CARD.c if column.name != "system_id")
_REMOVE = delete(_CARD).where(_CARD.c.system_id == bindparam("key"))


def all_system_ids(session: Session) -> list[str]:
    return [row.id for row in read(session.connection(), _ALL_IDS, {})]


def evaluate(
    session: Session,
    organisation: Organisation,
    policy: Policy,
    shares: Iterable[Share],
    at: datetime,
    progress: Progress = unheard,
    helpers: Helpers | None = None,
) -> None:
    """Bring findings and cards of the systems up to date; cards that come out the same are not written.

    What it comes to is added to the outcome of each share. `helpers`: of the same organisation, policy and instant.
    """
    of_system, connection = by_system(shares), session.connection()
    pieces = chunks(sorted(of_system), CHUNK)

    def here(piece: list[str]) -> Assessed:
        return assess(session, organisation, policy, piece, at)

    done = 0
    for found in map(here, pieces) if helpers is None else helpers.each_assessed(pieces, here):
        with at_once(connection):
            keep(connection, found, of_system, at)
        done += len(found.evaluated) + len(found.gone)
        progress(done, len(of_system))


def keep(connection: TakesStatements, found: Assessed, shares: Mapping[str, Share], at: datetime) -> None:
    """Write down what was found, as of the revision of each system's share; add it to the outcome of the share."""
    for system_id in found.evaluated:
        shares[system_id].outcome.evaluated += 1
    found.findings.write(connection, shares, at)
    holdings: list[dict[str, Any]] = []

    def cards(drafts: Iterable[tuple[DraftCard, Sequence[Holding]]]) -> list[dict[str, Any]]:
        made = []
        for draft, held in drafts:
            share = shares[draft.columns["system_id"]]
            card = draft.as_of(share.revision, at)
            rows = card_holdings(card, held)
            if share.outcome.made is not None:
                share.outcome.made.cards.append(MadeCard(card, draft.severities(), rows))
            made.append(card)
            holdings.extend(rows)
        return made

    new, changed = cards(found.new), cards(found.changed)
    _write_cards(connection, new, changed, found.gone, at)
    run_for_each(connection, _ADD_HOLDINGS, holdings)
    for card in (*new, *changed):
        outcome = shares[card["system_id"]].outcome
        outcome.cards += 1
        outcome.derived.add(CardVersion, {**card, "known_from": at})
    for holding in holdings:
        shares[holding["system_id"]].outcome.derived.add(CardHolding, holding)
    for system_id in found.gone:
        outcome = shares[system_id].outcome
        outcome.cards += 1
        if outcome.made is not None:
            outcome.made.gone.append(system_id)


def _write_cards(
    connection: TakesStatements,
    new: list[dict[str, Any]],
    changed: list[dict[str, Any]],
    gone: list[str],
    at: datetime,
) -> None:
    # By their systems, not by the revisions that the cards say: where one was damaged, a rebuild closes what stands.
    supersede(connection, [_VERSION.c.system_id], [(card["system_id"],) for card in changed], at)
    if gone:
        for versions in (_VERSION, _FINDING_VERSION):
            supersede(connection, [versions.c.system_id], [(system_id,) for system_id in gone], at)
        run_for_each(connection, _REMOVE, [{"key": system_id} for system_id in gone])
    update_each(connection, _CARD.c.system_id, _SAYS, changed)
    run_for_each(connection, _ADD, new)
    keep_versions(connection, _CARD, _VERSION, [card["system_id"] for card in (*new, *changed)], at)
