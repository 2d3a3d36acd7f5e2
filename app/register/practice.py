"""Gathering what owners have said and what is in motion: attestations, disputes and offers of a chunk of systems."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import Connection, Row, Select, and_, or_, select
from sqlmodel import Session

from app.core.among import among
from app.models import Attestation, AttestationRequest, Dispute, Handover, Position
from app.register.fact_rows import THESE_SYSTEMS, rows_of
from app.register.organisation import Organisation
from app.rules.facts import AttestationFacts, DisputeFacts
from app.rules.seal import read_sums
from app.vocabulary import Answer, Criticality, Duty, HandoverOutcome

# SQLModel types `select` for four columns at most, hence the tables.
_ATTESTATION: Any = Attestation.__table__  # type: ignore[attr-defined]
_REQUEST: Any = AttestationRequest.__table__  # type: ignore[attr-defined]
_DISPUTE: Any = Dispute.__table__  # type: ignore[attr-defined]
_HANDOVER: Any = Handover.__table__  # type: ignore[attr-defined]
_POSITION: Any = Position.__table__  # type: ignore[attr-defined]


def _of_systems(statement: Any, table: Any, *conditions: Any) -> Any:  # noqa: ANN401 - selects share no type
    """The systems' rows, oldest first."""
    wanted = statement.where(*conditions, among(table.c.system_id, THESE_SYSTEMS))
    return wanted.order_by(table.c.created_at, table.c.id)


#: With the position that was asked because of it, and has not answered: the last one last.
_ATTESTED = _of_systems(
    select(*_ATTESTATION.c, _REQUEST.c.position_id.label("asked_id")).outerjoin(
        _REQUEST,
        and_(
            _REQUEST.c.system_id == _ATTESTATION.c.system_id,
            _REQUEST.c.cause_id == _ATTESTATION.c.id,
            _REQUEST.c.answer_id.is_(None),
        ),
    ),
    _ATTESTATION,
).order_by(_REQUEST.c.created_at, _REQUEST.c.id)
_DISPUTED = _of_systems(_DISPUTE.select(), _DISPUTE, _DISPUTE.c.resolved_on.is_(None))
_OFFERED = _of_systems(
    select(*_HANDOVER.c, _POSITION.c.title.label("to_title")).join(
        _POSITION, _POSITION.c.id == _HANDOVER.c.to_position_id
    ),
    _HANDOVER,
    or_(_HANDOVER.c.outcome.is_(None), _HANDOVER.c.outcome == HandoverOutcome.DECLINED.value),
)


@dataclass(slots=True)
class Practice:
    """Of one system. `attestation`: the newest one's row; its `asked_id`: the position that was asked because of it."""

    attestation: Row[Any] | None = None
    disputes: list[Row[Any]] = field(default_factory=list)
    offers: list[Row[Any]] = field(default_factory=list)
    declined: int = 0


def gather_practice(connection: Connection, system_ids: Sequence[str], today: date) -> dict[str, Practice]:
    """By system; a constant number of queries. `offers` are those that may still be accepted today."""
    found: dict[str, Practice] = defaultdict(Practice)
    for row in rows_of(connection, _ATTESTED, system_ids):
        found[row.system_id].attestation = row
    for row in rows_of(connection, _DISPUTED, system_ids):
        found[row.system_id].disputes.append(row)
    for row in rows_of(connection, _OFFERED, system_ids):
        if row.outcome is not None:
            found[row.system_id].declined += 1
        elif row.expires_on >= today:
            found[row.system_id].offers.append(row)
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
