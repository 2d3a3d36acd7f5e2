"""Saying "not mine", and deciding whose it is."""

from datetime import date

from sqlmodel import Session

from app.core.errors import Conflict, Forbidden, InvalidInput
from app.core.languages import Text, danish_date
from app.models import Dispute, Position, System
from app.register.organisation import Organisation
from app.register.policy import current_policy
from app.register.rows import find, require
from app.responsibility.disputes.queries import open_dispute
from app.responsibility.disputes.schemas import DisputeWrite, Resolution
from app.responsibility.responsibilities.queries import holders_on
from app.responsibility.responsibilities.service import pass_on
from app.rules.calendar import add_days
from app.security.held_positions import held_positions, on_behalf, require_holder
from app.security.identity import Identity
from app.vocabulary import Duty


def open_a_dispute(
    session: Session, organisation: Organisation, identity: Identity, system_id: str, body: DisputeWrite
) -> str:
    """The id of the new dispute; the clock runs from today.

    Raises NotFound for the system, InvalidInput for an unknown position, for the holder itself, and where the body
    does not say whose duty it is; Conflict for a duty that nobody holds, one that is disputed already, and a position
    that shares no line with the holder, so that nobody could decide.
    """
    find(session, System, system_id)
    require(session, Position, body.names_position_id, "/namesPositionId")
    holder = _disputing(session, organisation, identity, system_id, body)
    require_holder(identity, organisation, [holder])
    if body.names_position_id == holder:
        detail = Text(
            "A dispute names another position than the one that holds the duty.",
            da="En tvist skal pege på en anden stilling end den, der har ansvaret.",
        )
        raise InvalidInput.at("/namesPositionId", "same-position", detail)
    if not organisation.related(holder, body.names_position_id):
        detail = Text(
            "The two positions share no line: nobody stands above both who could decide.",
            da="De to stillinger har ingen fælles leder, der kan afgøre tvisten.",
        )
        raise Conflict.at("/namesPositionId", "no-common-line", detail)
    existing = open_dispute(session, system_id, body.duty)
    if existing is not None:
        raise Conflict.at(
            "/duty",
            "open-dispute",
            Text(
                f"The duty is disputed already (dispute {existing.id}).",
                da=f"Der er allerede en tvist om ansvaret (tvist {existing.id}).",
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
    """Whoever stands above the holder, or keeps the register, decides; where it names another, the duty moves today.

    Raises Forbidden for others, Conflict for a dispute that is resolved already, InvalidInput for an unknown position.
    """
    dispute = find(session, Dispute, dispute_id)
    _refuse_party(identity, organisation, dispute)
    if dispute.resolved_on is not None:
        raise Conflict(
            Text(
                f"The dispute was resolved on {dispute.resolved_on} by {dispute.resolved_by}.",
                da=f"Tvisten blev afgjort den {danish_date(dispute.resolved_on)} af {dispute.resolved_by}.",
            ),
            code="not-open",
        )
    require(session, Position, body.position_id, "/positionId")
    today, duty = organisation.today, Duty(dispute.duty)
    holders = [row.position_id for row in holders_on(session, dispute.system_id, duty, today)]
    if body.position_id is not None and body.position_id not in holders:
        # Whoever holds it by now: the holder may have changed since the dispute began.
        loser = dispute.position_id if dispute.position_id in holders else next(iter(holders), None)
        pass_on(
            session,
            system_id=dispute.system_id,
            duty=duty,
            from_id=loser,
            to_id=body.position_id,
            begins=today,
        )
    dispute.resolved_on, dispute.resolved_by = today, identity.name
    dispute.resolution, dispute.resolved_position_id = body.reason, body.position_id or next(iter(holders), None)
    session.flush()


def settle_by_handover(session: Session, system_id: str, duty: Duty, *, to_id: str, today: date, by: str) -> None:
    """The parties have agreed: an open dispute over a duty that was handed over is resolved."""
    dispute = open_dispute(session, system_id, duty)
    if dispute is not None:
        dispute.resolved_on, dispute.resolved_by = today, by
        dispute.resolution, dispute.resolved_position_id = "Ansvaret blev overdraget.", to_id


def _disputing(
    session: Session, organisation: Organisation, identity: Identity, system_id: str, body: DisputeWrite
) -> str:
    """The position that says that the duty is not its own."""
    holders = [row.position_id for row in holders_on(session, system_id, body.duty, organisation.today)]
    if not holders:
        detail = Text(
            "Nobody holds the duty formally, so there is nothing to dispute: register who has it.",
            da="Ingen har formelt ansvaret, så der er intet at være uenig om. Registrér, hvem der har det.",
        )
        raise Conflict.at("/duty", "nobody-holds-it", detail)
    if body.position_id is not None:
        if body.position_id not in holders:
            raise Conflict.at(
                "/positionId",
                "not-the-holder",
                Text(
                    "The position does not hold the duty formally today.",
                    da="Stillingen har ikke formelt ansvaret i dag.",
                ),
            )
        return body.position_id
    own = [position for position in holders if position in held_positions(identity, organisation)]
    candidates = own or holders
    if len(candidates) > 1:
        raise InvalidInput.at(
            "/positionId",
            "missing",
            Text(
                "Several positions hold the duty formally: say whose it is.",
                da="Flere stillinger har formelt ansvaret. Angiv, hvilken det drejer sig om.",
            ),
        )
    return candidates[0]


def _refuse_party(identity: Identity, organisation: Organisation, dispute: Dispute) -> None:
    if on_behalf(identity):
        return
    above = {ref.id for ref in organisation.line(dispute.position_id)}
    if held_positions(identity, organisation).isdisjoint(above):
        raise Forbidden(
            Text(
                "A dispute is resolved by someone above the position that holds the duty.",
                da="En tvist afgøres af en leder over den stilling, der har ansvaret.",
            )
        )
