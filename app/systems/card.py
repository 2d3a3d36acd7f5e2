"""The card as clients get it: for the OpenAPI document, and the list of keys that `fields` may name."""

from datetime import date, datetime

from app.core.identifiers import Identifier
from app.core.schema import Schema
from app.rules.evidence import Evidence
from app.systems.schemas import SystemBody
from app.vocabulary import Answer, Duty, FundingState, Severity, VerdictKind


class CardOwner(Schema):
    """Who owns the system formally, and since when."""

    position_id: Identifier
    title: str
    management_level: int
    unit_id: Identifier
    unit_name: str
    person_id: Identifier | None
    person_name: str | None
    since: date


class CardHolder(Schema):
    """A position that has a duty, and who holds it today."""

    position_id: Identifier
    title: str
    person_id: Identifier | None
    person_name: str | None


class CardDuty(Schema):
    """One of the four duties beside ownership, and who has it."""

    duty: Duty
    formal: list[CardHolder]
    practice: list[CardHolder]


class CardAttestation(Schema):
    """The newest attestation. `valid`: owner, criticality and the operation's sums are still those attested."""

    attested_on: date
    confirms_ownership: bool
    insight: Answer
    time: Answer
    money: Answer
    valid: bool


class CardHandover(Schema):
    """A duty that is offered to another position and not yet accepted."""

    id: Identifier
    duty: Duty
    to_position_id: Identifier
    to_title: str
    expires_on: date


class CardDispute(Schema):
    """An open dispute. `interimPositionId`: who answers for the duty, the deadline being past."""

    id: Identifier
    duty: Duty
    position_id: Identifier
    names_position_id: Identifier
    deadline: date
    overdue: bool
    interim_position_id: Identifier | None


class CardPurpose(Schema):
    """What one purpose is estimated to cost, and what is allocated for it."""

    estimated_dkk: int | None
    allocated_dkk: int | None
    state: FundingState


class CardFunding(CardPurpose):
    """One fiscal year. Sums and state are the operation's: operation, licences and hours."""

    fiscal_year: int
    development: CardPurpose
    decommission: CardPurpose


class CardFinding(Schema):
    """What a rule has found about the system."""

    id: Identifier
    rule: str
    severity: Severity
    severity_rank: int
    verdict: VerdictKind
    message: str
    field: str | None
    opened_at: datetime
    waived: bool
    evidence: Evidence


class SystemName(Schema):
    """A system, for those who may see no more than what it is called."""

    id: Identifier
    name: str


class SystemCard(SystemBody):
    """A system with its owner, duties, funding and findings, as they stand today."""

    id: Identifier
    owner: CardOwner | None
    duties: list[CardDuty]
    owner_in_practice: list[CardHolder]
    attestation: CardAttestation | None
    open_handovers: list[CardHandover]
    declined_handovers: int
    disputes: list[CardDispute]
    funding: CardFunding
    findings: list[CardFinding]
    finding_count: int
    worst_severity: Severity | None
    severity_rank: int
    revision: int
    created_at: datetime
    updated_at: datetime
