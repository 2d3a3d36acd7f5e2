"""Gathering what owners have said and what is in motion: attestations, disputes and offers of a chunk of systems."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Row, Select, select
from sqlmodel import Session

from app.models import Dispute
from app.register.fact_rows import FactRows
from app.register.organisation import Organisation
from app.rules.facts import AttestationFacts, DisputeFacts
from app.rules.seal import read_sums
from app.vocabulary import Answer, Criticality, Duty

_DISPUTE: Any = Dispute.__table__  # type: ignore[attr-defined]


@dataclass(slots=True)
class Practice:
    """Of one system. `attestation`: the newest one's row; its `asked_id`: the position that was asked because of it."""

    attestation: Row[Any] | None = None
    disputes: list[Row[Any]] = field(default_factory=list)
    offers: list[Row[Any]] = field(default_factory=list)
    declined: int = 0


def gather_practice(rows: FactRows, today: date) -> dict[str, Practice]:
    """By system. `offers` are those that may still be accepted today."""
    found: dict[str, Practice] = defaultdict(Practice)
    for system_id, attestations in rows.attestations.items():
        found[system_id].attestation = attestations[-1]
    for system_id, disputes in rows.disputes.items():
        found[system_id].disputes = disputes
    for system_id, offers in rows.offers.items():
        practice = found[system_id]
        practice.declined = sum(row.outcome is not None for row in offers)
        practice.offers = [row for row in offers if row.outcome is None and row.expires_on >= today]
    return found


def open_disputes(session: Session, system_id: str) -> list[Row[Any]]:
    statement: Select[Any] = select(_DISPUTE).where(_DISPUTE.c.system_id == system_id, _DISPUTE.c.resolved_on.is_(None))
    return list(session.execute(statement.order_by(_DISPUTE.c.id)))


def attestation_facts(organisation: Organisation, practice: Practice) -> AttestationFacts | None:
    row = practice.attestation
    if row is None:
        return None
    return AttestationFacts(
        attested_on=row.attested_on,
        confirms_ownership=row.confirms_ownership,
        insight=Answer(row.insight),
        time=Answer(row.time),
        money=Answer(row.money),
        owner_position_id=row.owner_position_id,
        owner_person_id=row.owner_person_id,
        criticality=Criticality(row.attested_criticality) if row.attested_criticality else None,
        sums=read_sums(row.attested_sums),
        asked=organisation.ref(row.asked_id) if row.asked_id else None,
    )


def dispute_facts(organisation: Organisation, disputes: Iterable[Any]) -> tuple[DisputeFacts, ...]:
    """Of open disputes, given as anything that has a dispute's columns."""
    return tuple(
        DisputeFacts(
            id=row.id,
            duty=Duty(row.duty),
            holder=organisation.ref(row.position_id),
            named=organisation.ref(row.names_position_id),
            deadline=row.deadline,
            interim=organisation.common_superior(row.position_id, row.names_position_id),
        )
        for row in disputes
    )
