"""Attestations: owners say whether they can carry what they own; requests and campaigns ask them."""

from datetime import date
from typing import Any

from sqlalchemy import JSON
from sqlmodel import Field

from app.models.base import Journaled, one_of, reference
from app.models.resource import ANSWERED, Noun, Resource, Touches
from app.vocabulary import Answer, Criticality, Permission


class Attestation(Journaled, table=True):
    """What it was given for: the owner and its holder, the criticality, and the sums of the operation.

    `attested_sums`: fiscal year → `rules.seal.Sums`, of the years that anything was known of. `attested_criticality`
    None: given to an earlier release, for something that has changed since.
    """

    __tablename__ = "attestation"
    __table_args__ = (
        one_of("insight", Answer),
        one_of("time", Answer),
        one_of("money", Answer),
        one_of("attested_criticality", Criticality),
    )
    declared = Resource(
        "attestation",
        Noun("bekræftelse", "bekræftelser", "bekræftelsen"),
        Permission.ANSWER,
        Touches.ITS_SYSTEM,
        instead=ANSWERED,
        goes_with_system=True,
    )

    system_id: str = reference("system.id", ondelete="CASCADE")
    position_id: str = reference("position.id")
    person_id: str | None = reference("person.id", nullable=True)
    confirms_ownership: bool
    insight: str
    time: str
    money: str
    note: str | None = None
    attested_on: date
    owner_position_id: str | None = reference("position.id", nullable=True)
    owner_person_id: str | None = reference("person.id", nullable=True)
    attested_criticality: str | None = None
    answered_by: str | None = None
    """Who wrote the answer down; None: an earlier release did not keep it here."""
    attested_sums: dict[str, Any] = Field(default_factory=dict, sa_type=JSON, nullable=False)


class AttestationCampaign(Journaled, table=True):
    """Asks every owner within a unit's subtree, of systems of one criticality, or all, by a day."""

    __tablename__ = "attestation_campaign"
    __table_args__ = (one_of("criticality", Criticality),)
    declared = Resource(
        "attestation-campaign",
        Noun("bekræftelsesrunde", "bekræftelsesrunder", "bekræftelsesrunden"),
        Permission.WRITE_POLICY,
        Touches.NOTHING,
        instead=ANSWERED,
    )

    unit_id: str | None = reference("unit.id", nullable=True)
    criticality: str | None = None
    due: date
    ownerless: int = 0


class AttestationRequest(Journaled, table=True):
    """A position is asked about a system: by a campaign, or because the one below it answered no."""

    __tablename__ = "attestation_request"
    declared = Resource(
        "attestation-request",
        Noun("anmodning om bekræftelse", "anmodninger om bekræftelse", "anmodningen om bekræftelse"),
        Permission.ANSWER,
        Touches.ITS_SYSTEM,
        instead=ANSWERED,
        goes_with_system=True,
    )

    system_id: str = reference("system.id", ondelete="CASCADE")
    position_id: str = reference("position.id")
    campaign_id: str | None = reference("attestation_campaign.id", nullable=True)
    cause_id: str | None = reference("attestation.id", nullable=True)
    due: date
    answer_id: str | None = reference("attestation.id", nullable=True)
