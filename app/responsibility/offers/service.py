"""Making an offer, and refusing those that nobody could answer."""

from datetime import date

from sqlmodel import Session

from app.core.errors import Conflict
from app.core.languages import Text
from app.models import Handover, System
from app.register.organisation import Organisation
from app.register.policy import current_policy
from app.rules.calendar import add_days
from app.vocabulary import Duty


def make_offer(  # noqa: PLR0913 - what an offer consists of
    session: Session,
    *,
    system_id: str,
    duty: Duty,
    from_id: str | None,
    to_id: str,
    starts_on: date,
    today: date,
    note: str | None = None,
) -> Handover:
    """An offer that may be accepted until the policy's deadline."""
    _, policy = current_policy(session)
    handover = Handover(
        system_id=system_id,
        duty=duty.value,
        from_position_id=from_id,
        to_position_id=to_id,
        starts_on=starts_on,
        note=note,
        expires_on=add_days(today, policy.handover_within_days),
    )
    session.add(handover)
    session.flush()
    return handover


def refuse_receiver(
    organisation: Organisation, system: System, holder_id: str | None, to_id: str, pointer: str = "/toPositionId"
) -> None:
    """Raises Conflict for a position that cannot receive a duty of the system."""
    if to_id == holder_id:
        detail = Text("The position holds the duty already.", da="Stillingen har allerede ansvaret. Vælg en anden.")
        raise Conflict.at(pointer, "same-position", detail)
    refuse_vacant(organisation, to_id, pointer)
    anchors = [anchor for anchor in (holder_id, organisation.leader_of(system.unit_id)) if anchor is not None]
    if anchors and not any(organisation.related(anchor, to_id) for anchor in anchors):
        detail = Text(
            "The position shares no line with the holder or with the system's unit: nobody stands above both.",
            da="Stillingen har ingen leder til fælles med den, der har ansvaret, eller med systemets enhed.",
        )
        raise Conflict.at(pointer, "no-common-line", detail)


def refuse_vacant(organisation: Organisation, position_id: str, pointer: str) -> None:
    """Raises Conflict for a position that nobody holds on the organisation's day."""
    if organisation.incumbency(position_id).holder is None:
        detail = Text(
            "The position is vacant: nobody there can answer for the duty.",
            da="Stillingen er ubesat, så ingen kan bære ansvaret. Vælg en stilling, der er besat.",
        )
        raise Conflict.at(pointer, "vacant", detail)
