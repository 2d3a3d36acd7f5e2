"""What systems come to: facts, rules, findings and cards of some at a time. Reads alone, and writes nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.core.among import among
from app.models import Card
from app.register.cards import Assessment, DraftCard, answering, draft_card
from app.register.fact_rows import THESE_SYSTEMS, rows_of
from app.register.facts import Gathered, Holding, gather
from app.register.findings import Batch, open_findings, reconcile
from app.register.organisation import Organisation
from app.rules.engine import evaluate as run_rules
from app.rules.funding import funding_summary
from app.rules.policy import Policy
from app.rules.seal import is_sealed

#: Systems whose facts, findings and cards are in memory at once: some 60 KB each.
CHUNK = 250
_CARD: Any = Card.__table__  # type: ignore[attr-defined]
_KNOWN = _CARD.select().where(among(_CARD.c.system_id, THESE_SYSTEMS))


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
