"""Offering a duty, and answering an offer."""

from datetime import date

from sqlmodel import Session

from app.core.errors import Conflict, InvalidInput
from app.core.languages import Text
from app.models import Handover, Position, Responsibility, System
from app.register.organisation import Organisation
from app.register.rows import find, require
from app.responsibility.disputes.service import settle_by_handover
from app.responsibility.handovers.schemas import HandoverWrite
from app.responsibility.offers.queries import open_offer
from app.responsibility.offers.service import make_offer, refuse_receiver, refuse_vacant
from app.responsibility.offers.state import state_of
from app.responsibility.responsibilities.queries import holders_on
from app.responsibility.responsibilities.service import pass_on
from app.security.answering import require_answering
from app.security.identity import Identity
from app.vocabulary import Duty, HandoverOutcome, HandoverState


def offer_handover(
    session: Session, organisation: Organisation, identity: Identity, system_id: str, body: HandoverWrite
) -> str:
    """The id of the new offer. Only the holder, the system's owner, or whoever keeps the register may offer.

    Raises NotFound for the system, InvalidInput for an unknown position and where the body does not say whose duty
    it is; Conflict for the holder itself, for a vacant position, for one that shares no line with the holder or the
    system's unit, and for a second open offer.
    """
    system = find(session, System, system_id)
    holder = refuse_offer(session, organisation, identity, system, body)
    return make_offer(
        session,
        system_id=system_id,
        duty=body.duty,
        from_id=holder,
        to_id=body.to_position_id,
        starts_on=body.starts_on or organisation.today,
        today=organisation.today,
        note=body.note,
    ).id


def refuse_offer(
    session: Session, organisation: Organisation, identity: Identity, system: System, body: HandoverWrite
) -> str | None:
    """The position whose duty it is, or None; raises for an offer that cannot be made. Writes nothing.

    `system` need not be stored yet.
    """
    today = organisation.today
    require(session, Position, body.to_position_id, "/toPositionId")
    holder = _offering(session, body, system.id, today)
    owners = [row.position_id for row in holders_on(session, system.id, Duty.OWNER, today)]
    # A duty that nobody has is for the system's own unit to offer; what another has is not.
    require_answering(identity, organisation, [holder, *owners], of_unit=None if holder else system.unit_id)
    refuse_receiver(organisation, system, holder, body.to_position_id)
    existing = open_offer(session, system.id, body.duty, today)
    if existing is not None:
        detail = Text(
            f"The duty is offered already (handover {existing.id}); it has to be answered or withdrawn first.",
            da="Ansvaret er allerede tilbudt. Tilbuddet skal først besvares eller trækkes tilbage.",
        )
        raise Conflict.at("/duty", "open-offer", detail)
    return holder


def accept_handover(
    session: Session, organisation: Organisation, identity: Identity, handover_id: str, note: str | None
) -> None:
    """The one ends and the other begins, on the agreed day or today if that is past; a dispute over it ends as well.

    Raises Conflict for an offer that is not open any more, where the holder has changed since, and for a receiver
    whose position has become vacant.
    """
    today = organisation.today
    handover = _open(session, handover_id, today)
    require_answering(identity, organisation, [handover.to_position_id])
    duty = Duty(handover.duty)
    holders = [row.position_id for row in holders_on(session, handover.system_id, duty, today)]
    gone = handover.from_position_id is not None and handover.from_position_id not in holders
    if gone or (handover.from_position_id is None and holders):
        detail = Text(
            "The duty has another holder than when it was offered: withdraw the offer, and make a new one.",
            da="Ansvaret har skiftet hænder, siden det blev tilbudt. Træk tilbuddet tilbage, og lav et nyt.",
        )
        raise Conflict(detail, code="holder-changed")
    refuse_vacant(organisation, handover.to_position_id, "/toPositionId")
    pass_on(
        session,
        system_id=handover.system_id,
        duty=duty,
        from_id=handover.from_position_id,
        to_id=handover.to_position_id,
        begins=max(handover.starts_on, today),
    )
    _decide(handover, HandoverOutcome.ACCEPTED, today, identity, note)
    settle_by_handover(session, handover.system_id, duty, to_id=handover.to_position_id, today=today, by=identity.actor)
    session.flush()


def decline_handover(
    session: Session, organisation: Organisation, identity: Identity, handover_id: str, note: str | None
) -> None:
    """The holder stays; the decline is counted on the system's card."""
    handover = _open(session, handover_id, organisation.today)
    require_answering(identity, organisation, [handover.to_position_id])
    _decide(handover, HandoverOutcome.DECLINED, organisation.today, identity, note)
    session.flush()


def withdraw_handover(
    session: Session, organisation: Organisation, identity: Identity, handover_id: str, note: str | None
) -> None:
    handover = _open(session, handover_id, organisation.today)
    owners = [row.position_id for row in holders_on(session, handover.system_id, Duty.OWNER, organisation.today)]
    system = find(session, System, handover.system_id)
    require_answering(identity, organisation, [handover.from_position_id, *owners], of_unit=system.unit_id)
    _decide(handover, HandoverOutcome.WITHDRAWN, organisation.today, identity, note)
    session.flush()


def _offering(session: Session, body: HandoverWrite, system_id: str, today: date) -> str | None:
    """The position whose duty is offered; None where nobody holds it."""
    holders: list[Responsibility] = holders_on(session, system_id, body.duty, today)
    ids = [row.position_id for row in holders]
    if body.from_position_id is not None:
        if body.from_position_id not in ids:
            raise Conflict.at(
                "/fromPositionId",
                "not-the-holder",
                Text(
                    "The position does not hold the duty formally today.",
                    da="Stillingen har ikke formelt ansvaret i dag.",
                ),
            )
        return body.from_position_id
    if len(ids) > 1:
        detail = Text(
            "Several positions hold the duty formally: say whose it is that is handed over.",
            da="Flere stillinger har formelt ansvaret. Angiv, hvis ansvar der overdrages.",
        )
        raise InvalidInput.at("/fromPositionId", "missing", detail)
    return ids[0] if ids else None


def _open(session: Session, handover_id: str, today: date) -> Handover:
    handover = find(session, Handover, handover_id)
    state = state_of(handover.outcome, handover.expires_on, today)
    if state is not HandoverState.OFFERED:
        detail = Text(
            f"The handover is {state} already; make a new offer.",
            da=f"Overdragelsen er allerede {state.label}. Lav et nyt tilbud.",
        )
        raise Conflict(detail, code="not-open")
    return handover


def _decide(handover: Handover, outcome: HandoverOutcome, today: date, identity: Identity, note: str | None) -> None:
    handover.outcome, handover.decided_on = outcome.value, today
    handover.decided_by, handover.decision_note = identity.actor, note
