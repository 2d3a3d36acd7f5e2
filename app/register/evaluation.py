"""Evaluating systems: facts, rules, findings and cards, chunk by chunk in constant memory."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, delete, insert
from sqlmodel import Session, select

from app.core.among import among
from app.core.bulk import TakesStatements, run_for_each, update_each
from app.core.chunks import chunks
from app.core.prepared import at_once
from app.core.progress import Progress, unheard
from app.models import Card, CardHolding, CardVersion, FindingVersion, System
from app.register.cards import Assessment, DraftCard, answering, card_holdings, draft_card
from app.register.fact_rows import THESE_SYSTEMS, rows_of
from app.register.facts import Gathered, Holding, gather
from app.register.findings import Batch, open_findings, reconcile
from app.register.organisation import Organisation
from app.register.outcome import MadeCard, Share, by_system
from app.register.versions import keep_versions, supersede
from app.rules.engine import evaluate as run_rules
from app.rules.funding import funding_summary
from app.rules.policy import Policy
from app.rules.seal import is_sealed

#: Systems whose facts, findings and cards are in memory at once: some 60 KB each.
CHUNK = 250
_CARD = Card.__table__  # type: ignore[attr-defined]
_VERSION = CardVersion.__table__  # type: ignore[attr-defined]
_FINDING_VERSION = FindingVersion.__table__  # type: ignore[attr-defined]
_HOLDING = CardHolding.__table__  # type: ignore[attr-defined]

_KNOWN = _CARD.select().where(among(_CARD.c.system_id, THESE_SYSTEMS))
_ADD = insert(_CARD)
_ADD_HOLDINGS = insert(_HOLDING)
#: Whatever a card says anew.
_SAYS = tuple(column.name for column in _CARD.c if column.name != "system_id")
_REMOVE = delete(_CARD).where(_CARD.c.system_id == bindparam("key"))


def all_system_ids(session: Session) -> list[str]:
    return list(session.exec(select(System.id).order_by(System.id)))


def evaluate(
    session: Session,
    organisation: Organisation,
    policy: Policy,
    shares: Iterable[Share],
    at: datetime,
    progress: Progress = unheard,
) -> None:
    """Bring findings and cards of the systems up to date; cards that come out the same are not written.

    What it comes to is added to the outcome of each share.
    """
    of_system = by_system(shares)
    for number, chunk in enumerate(chunks(sorted(of_system), CHUNK)):
        found, connection = assess(session, organisation, policy, chunk, at), session.connection()
        with at_once(connection):
            keep(connection, found, of_system, at)
        progress(number * CHUNK + len(chunk), len(of_system))


@dataclass(slots=True)
class Assessed:
    """What some systems come to, before it is said as of when: whatever differs from what stands.

    `new` and `changed`: cards, with what goes with them; `gone`: systems that are not there any more.
    """

    evaluated: list[str] = field(default_factory=list)
    findings: Batch = field(default_factory=Batch)
    new: list[tuple[DraftCard, Sequence[Holding]]] = field(default_factory=list)
    changed: list[tuple[DraftCard, Sequence[Holding]]] = field(default_factory=list)
    gone: list[str] = field(default_factory=list)


def assess(session: Session, organisation: Organisation, policy: Policy, chunk: list[str], at: datetime) -> Assessed:
    """What the systems come to in the eyes of the session. `at`: when its rows that nobody has seen yet were made."""
    known = {row.system_id: row._asdict() for row in rows_of(session.connection(), _KNOWN, chunk)}
    found, gone = Assessed(), set(chunk)
    for gathered, assessment in assessed(session, organisation, policy, chunk, found.findings):
        system_id = gathered.facts.id
        gone.discard(system_id)
        found.evaluated.append(system_id)
        draft, old = draft_card(gathered, assessment, at), known.get(system_id)
        if old is None:
            found.new.append((draft, gathered.held))
        elif not draft.says(old):
            found.changed.append((draft, gathered.held))
    found.gone = sorted(gone)
    return found


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


def assessed(
    session: Session, organisation: Organisation, policy: Policy, chunk: list[str], batch: Batch
) -> Iterator[tuple[Gathered, Assessment]]:
    """The facts of each system that is there, and what follows from them; findings that differ are put in the batch."""
    open_before = open_findings(session, chunk)
    for gathered in gather(session, organisation, chunk):
        verdicts = run_rules(gathered.facts, policy)
        findings = reconcile(batch, gathered.facts.id, open_before[gathered.facts.id], verdicts)
        funding = funding_summary(gathered.facts, policy)
        attested = gathered.facts.attestation
        sealed = attested is not None and is_sealed(gathered.facts, attested, policy.seal_tolerance_percent)
        yield gathered, Assessment(verdicts, findings, funding, answering(organisation, gathered.held), sealed)


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
