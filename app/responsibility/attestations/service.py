"""Attesting, and asking for it."""

from sqlmodel import Session

from app.core.errors import Conflict, InvalidInput
from app.core.languages import Text
from app.models import Attestation, AttestationCampaign, AttestationRequest, System, Unit
from app.register.facts import gather
from app.register.organisation import Organisation
from app.register.policy import current_policy
from app.register.rows import find, require
from app.responsibility.attestations.queries import open_requests, owned_systems
from app.responsibility.attestations.schemas import AttestationWrite, CampaignWrite
from app.rules.calendar import add_days
from app.rules.facts import HolderFacts, OwnerFacts
from app.rules.seal import sums_of
from app.security.answering import answerable, require_answering
from app.security.identity import Identity
from app.vocabulary import Answer


def attest(
    session: Session, organisation: Organisation, identity: Identity, system_id: str, body: AttestationWrite
) -> str:
    """The id of the new attestation. It answers the open requests, and a no asks the position above.

    The owner answers, or a position above that has been asked. Raises NotFound for the system, Forbidden for anyone
    else, Conflict for a system without an owner, for a position that was not asked, and for a vacant one.
    """
    find(session, System, system_id)
    (gathered,) = gather(session, organisation, [system_id])
    facts = gathered.facts
    if facts.owner is None:
        raise Conflict(
            Text(
                "The system has no owner: nobody can attest the ownership.",
                da="Systemet har ingen systemejer, så ingen kan bekræfte ejerskabet. Udpeg en systemejer først.",
            ),
            code="no-owner",
        )
    requests = open_requests(session, system_id)
    answering = _answering_position(organisation, identity, body, facts.owner, requests)
    holder = organisation.incumbency(answering).holder
    if holder is None:
        raise Conflict(
            Text(
                "The position is vacant: nobody there can attest.",
                da="Stillingen er ubesat, så ingen kan bekræfte ejerskabet. Besæt stillingen først.",
            ),
            code="vacant",
        )
    attestation = Attestation(
        **body.model_dump(exclude={"position_id"}),
        system_id=system_id,
        position_id=answering,
        person_id=holder.person_id,
        attested_on=organisation.today,
        answered_by=identity.actor,
        owner_position_id=facts.owner.position_id,
        owner_person_id=facts.owner.holder.person_id if facts.owner.holder else None,
        attested_criticality=facts.criticality.value,
        attested_sums=sums_of(facts.budget_lines),
    )
    session.add(attestation)
    session.flush()
    for request in requests:
        # The owner's own answer settles every question about the system.
        if answering in {facts.owner.position_id, request.position_id}:
            request.answer_id = attestation.id
    if not body.confirms_ownership or Answer.NO in {body.insight, body.time, body.money}:
        _ask_above(session, organisation, attestation)
    session.flush()
    return attestation.id


def start_campaign(session: Session, organisation: Organisation, body: CampaignWrite) -> str:
    """The id of the new campaign: every owner within it is asked.

    Raises InvalidInput for an unknown unit and a day that is past, Conflict where there is nobody to ask.
    """
    require(session, Unit, body.unit_id, "/unitId")
    if body.due < organisation.today:
        raise InvalidInput.at(
            "/due",
            "past",
            Text(
                "The day is past: nobody could answer in time.",
                da="Dagen er forbi, så ingen kan nå at svare. Vælg en senere dag.",
            ),
        )
    units = None if body.unit_id is None else organisation.subtree(body.unit_id)
    owned = owned_systems(session, units, body.criticality)
    asked = [(system_id, owner) for system_id, owner in owned if owner is not None]
    if not asked:
        raise Conflict(
            Text(
                "There is nobody to ask: no system in use within it has an owner.",
                da="Der er ingen at spørge: ingen af de valgte systemer i brug har en systemejer. "
                "Vælg andre, eller udpeg en systemejer.",
            ),
            code="nobody-to-ask",
        )
    campaign = AttestationCampaign(**body.model_dump(), ownerless=len(owned) - len(asked))
    session.add(campaign)
    session.flush()
    session.add_all(
        AttestationRequest(system_id=system_id, position_id=owner, campaign_id=campaign.id, due=body.due)
        for system_id, owner in asked
    )
    session.flush()
    return campaign.id


def _answering_position(
    organisation: Organisation,
    identity: Identity,
    body: AttestationWrite,
    owner: OwnerFacts,
    requests: list[AttestationRequest],
) -> str:
    """The position that answers: the owner unless another was asked and is meant."""
    # An earlier owner was asked about another ownership, and so was whoever stands above an earlier owner alone.
    line = {owner.position_id, *(above.id for above in owner.superiors)}
    entitled = [owner.position_id, *(request.position_id for request in requests if request.position_id in line)]
    if body.position_id is not None:
        if body.position_id not in entitled:
            detail = Text(
                "The position neither owns the system nor has been asked about it.",
                da="Stillingen ejer ikke systemet og er ikke blevet spurgt om det.",
            )
            raise Conflict.at("/positionId", "not-asked", detail)
        require_answering(identity, organisation, [body.position_id])
        return body.position_id
    require_answering(identity, organisation, entitled)
    return answerable(identity, organisation, entitled)[0]


def _ask_above(session: Session, organisation: Organisation, attestation: Attestation) -> None:
    """The nearest position above that someone else holds; where there is none the nearest, and at the top nobody."""
    line = organisation.line(attestation.position_id)
    holders = {above.id: organisation.incumbency(above.id).holder for above in line}
    others = [above for above in line if _is_another(holders[above.id], attestation.person_id)]
    above = next(iter(others or line), None)
    if above is None:
        return
    _, policy = current_policy(session)
    session.add(
        AttestationRequest(
            system_id=attestation.system_id,
            position_id=above.id,
            cause_id=attestation.id,
            due=add_days(organisation.today, policy.question_within_days),
        )
    )


def _is_another(holder: HolderFacts | None, person_id: str | None) -> bool:
    return holder is not None and holder.person_id != person_id
