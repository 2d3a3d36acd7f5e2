"""Saying "not mine", and deciding whose it is."""

from datetime import date

from sqlmodel import Session

from app.core.errors import Conflict, Forbidden, InvalidInput
from app.core.languages import Text, danish_date
from app.models import Dispute, Position, System
from app.register.actors import read_actor
from app.register.organisation import Organisation
from app.register.policy import current_policy
from app.register.rows import find, require
from app.responsibility.disputes.queries import open_dispute
from app.responsibility.disputes.schemas import DisputeWrite, Resolution
from app.responsibility.offers.queries import open_offer
from app.responsibility.offers.service import make_offer, refuse_receiver
from app.responsibility.responsibilities.queries import holders_on
from app.responsibility.responsibilities.service import pass_on
from app.rules.calendar import add_days
from app.security.answering import may_decide, require_answering, stands_above
from app.security.identity import Identity
from app.security.sight import held_positions
from app.vocabulary import Basis, Duty, Settlement


def open_a_dispute(
    session: Session, organisation: Organisation, identity: Identity, system_id: str, body: DisputeWrite
) -> str:
    """The id of the new dispute; the clock runs from today. Whoever has the duty in practice may say so as well.

    Raises NotFound for the system, InvalidInput for an unknown position, for the holder itself, and where the body
    does not say whose duty it is; Conflict for a duty that nobody holds, one that is disputed already, and a position
    that shares no line with the holder, so that nobody could decide.
    """
    find(session, System, system_id)
    require(session, Position, body.names_position_id, "/namesPositionId")
    holder = _disputing(session, organisation, identity, system_id, body)
    require_answering(identity, organisation, [holder])
    if body.names_position_id == holder:
        detail = Text(
            "A dispute names another position than the one that holds the duty.",
            da="En tvist skal pege på en anden stilling end den, der har ansvaret.",
        )
        raise InvalidInput.at("/namesPositionId", "same-position", detail)
    if not organisation.related(holder, body.names_position_id):
        detail = Text(
            "The two positions share no line: nobody stands above both who could decide.",
            da="De to stillinger har ingen fælles leder, der kan afgøre tvisten. Peg på en anden stilling.",
        )
        raise Conflict.at("/namesPositionId", "no-common-line", detail)
    existing = open_dispute(session, system_id, body.duty)
    if existing is not None:
        raise Conflict.at(
            "/duty",
            "open-dispute",
            Text(
                f"The duty is disputed already (dispute {existing.id}).",
                da="Der er allerede en tvist om ansvaret.",
            ),
        )
    _, policy = current_policy(session)
    dispute = Dispute(
        system_id=system_id,
        duty=body.duty.value,
        position_id=holder,
        names_position_id=body.names_position_id,
        reason=body.reason,
        deadline=add_days(organisation.today, policy.dispute_within_days),
    )
    session.add(dispute)
    session.flush()
    return dispute.id


def resolve_dispute(
    session: Session, organisation: Organisation, identity: Identity, dispute_id: str, body: Resolution
) -> None:
    """Whoever stands above the holder, or keeps the register, decides.

    Where another is to have the duty, someone above both orders it, and it moves today; of anyone else it is an offer,
    and the dispute is resolved when it is accepted. Raises Forbidden for others; InvalidInput for an unknown position;
    Conflict for a dispute that is resolved already, for a position that cannot receive the duty, being vacant or in no
    line with the system, and where the duty is offered to another already.
    """
    dispute = find(session, Dispute, dispute_id)
    _refuse_party(identity, organisation, dispute)
    if dispute.resolved_on is not None:
        by = read_actor(session, dispute.resolved_by)
        raise Conflict(
            Text(
                f"The dispute was resolved on {dispute.resolved_on} by {by}.",
                da=f"Tvisten blev afgjort den {danish_date(dispute.resolved_on)} af {by}.",
            ),
            code="not-open",
        )
    require(session, Position, body.position_id, "/positionId")
    today, duty = organisation.today, Duty(dispute.duty)
    holders = [row.position_id for row in holders_on(session, dispute.system_id, duty, today)]
    # Whoever holds it by now: the holder may have changed since the dispute began.
    loser = dispute.position_id if dispute.position_id in holders else next(iter(holders), None)
    dispute.resolution, dispute.resolved_by = body.reason, identity.actor
    dispute.handover_id = None
    if body.position_id is None or body.position_id in holders:
        dispute.resolved_position_id = body.position_id or loser
        _settle(dispute, Settlement.KEPT, today)
    else:
        dispute.resolved_position_id = body.position_id
        _move(session, organisation, identity, dispute, loser, body.position_id)
    session.flush()


def _move(
    session: Session,
    organisation: Organisation,
    identity: Identity,
    dispute: Dispute,
    from_id: str | None,
    to_id: str,
) -> None:
    """The duty goes to another: at once by an order, else when it is accepted."""
    system, duty, today = find(session, System, dispute.system_id), Duty(dispute.duty), organisation.today
    refuse_receiver(organisation, system, from_id, to_id, "/positionId")
    existing = open_offer(session, system.id, duty, today)
    if existing is not None and existing.to_position_id != to_id:
        detail = Text(
            f"The duty is offered to another already (handover {existing.id}); withdraw that first.",
            da="Ansvaret er allerede tilbudt en anden. Træk det tilbud tilbage først.",
        )
        raise Conflict.at("/positionId", "open-offer", detail)
    if stands_above(identity, organisation, [dispute.position_id, to_id, *([from_id] if from_id else [])]):
        pass_on(session, system_id=system.id, duty=duty, from_id=from_id, to_id=to_id, begins=today)
        _settle(dispute, Settlement.ORDER, today)
        return
    offered = existing or make_offer(
        session,
        system_id=system.id,
        duty=duty,
        from_id=from_id,
        to_id=to_id,
        starts_on=today,
        today=today,
        note=dispute.resolution,
    )
    # As long as the offer may be accepted, the dispute is not late.
    dispute.handover_id, dispute.deadline = offered.id, max(dispute.deadline, offered.expires_on)


def settle_by_handover(session: Session, system_id: str, duty: Duty, *, to_id: str, today: date, by: str) -> None:
    """The parties have agreed: an open dispute over a duty that was handed over is resolved."""
    dispute = open_dispute(session, system_id, duty)
    if dispute is None:
        return
    if dispute.resolved_position_id != to_id:
        dispute.resolution, dispute.resolved_by = "Ansvaret blev overdraget.", by
        dispute.resolved_position_id, dispute.handover_id = to_id, None
    _settle(dispute, Settlement.HANDOVER, today)


def _settle(dispute: Dispute, settlement: Settlement, today: date) -> None:
    dispute.resolved_on, dispute.resolved_as = today, settlement.value


def _disputing(
    session: Session, organisation: Organisation, identity: Identity, system_id: str, body: DisputeWrite
) -> str:
    """The position that says that the duty is not its own."""
    today = organisation.today
    formal, practice = (
        [row.position_id for row in holders_on(session, system_id, body.duty, today, basis)]
        for basis in (Basis.FORMAL, Basis.PRACTICE)
    )
    holders = list(dict.fromkeys([*formal, *practice]))
    if not holders:
        detail = Text(
            "Nobody holds the duty, so there is nothing to dispute: register who has it.",
            da="Ingen har ansvaret, så der er intet at være uenig om. Registrér, hvem der har det.",
        )
        raise Conflict.at("/duty", "nobody-holds-it", detail)
    if body.position_id is not None:
        if body.position_id not in holders:
            detail = Text(
                "The position does not hold the duty today.",
                da="Stillingen har ikke ansvaret i dag. Vælg en, der har det.",
            )
            raise Conflict.at("/positionId", "not-the-holder", detail)
        return body.position_id
    own = [position for position in holders if position in held_positions(identity, organisation)]
    candidates = own or formal or practice
    if len(candidates) > 1:
        detail = Text(
            "Several positions hold the duty: say whose it is.",
            da="Flere stillinger har ansvaret. Angiv, hvilken det drejer sig om.",
        )
        raise InvalidInput.at("/positionId", "missing", detail)
    return candidates[0]


def _refuse_party(identity: Identity, organisation: Organisation, dispute: Dispute) -> None:
    if may_decide(identity, organisation, dispute.position_id):
        return
    raise Forbidden(
        Text(
            "A dispute is resolved by someone above the position that holds the duty.",
            da="En tvist afgøres af en leder over den stilling, der har ansvaret.",
        )
    )
