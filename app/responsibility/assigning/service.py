"""Who may give a duty to whom: inside the caller's part of the register at once, to a position outside as an offer."""

from dataclasses import dataclass

from sqlmodel import Session

from app.core.errors import Forbidden
from app.core.languages import Text
from app.core.periods import first_day
from app.models import Handover, Responsibility
from app.register.organisation import Organisation
from app.responsibility.handovers.schemas import HandoverWrite
from app.responsibility.handovers.service import offer_handover
from app.responsibility.responsibilities.schemas import ResponsibilityWrite
from app.responsibility.responsibilities.service import create_responsibility, refuse_overlap
from app.security.identity import Identity
from app.security.sight import Sight
from app.vocabulary import Basis, Permission


@dataclass(frozen=True, slots=True)
class Assigned:
    """What came of it: a Responsibility, or the Handover that offers it."""

    table: type[Responsibility] | type[Handover]
    id: str


def is_offered(identity: Identity, organisation: Organisation, position_id: str) -> bool:
    """Whether the position lies outside what the caller keeps, so that it has to agree."""
    position = organisation.positions.get(position_id)
    return position is not None and not Sight(identity, organisation).part(Permission.WRITE_SYSTEMS).has_unit(
        position.unit_id
    )


def assign_duty(
    session: Session,
    organisation: Organisation,
    identity: Identity,
    system_id: str,
    body: ResponsibilityWrite,
    *,
    replace: bool,
) -> Assigned:
    """Raises as a responsibility that is created does, and as an offer does; Forbidden for what cannot be offered.

    A formal duty can be offered, from a day on; what is done in practice is not for another unit to say.
    """
    today = organisation.today
    if not is_offered(identity, organisation, body.position_id):
        made = create_responsibility(session, system_id, body, today, replace=replace)
        return Assigned(Responsibility, made)
    if body.basis is not Basis.FORMAL or body.valid_until is not None:
        raise Forbidden(
            Text(
                "The position lies outside the unit that the access is limited to: it can be offered a formal duty "
                "without an end, and nothing else.",
                da="Stillingen ligger uden for den enhed, adgangen gælder for. Den kan kun få tilbudt et formelt "
                "ansvar uden slutdato.",
            )
        )
    begins = first_day(body.valid_from, None, today)
    if not replace:
        refuse_overlap(session, Responsibility(**{**body.model_dump(), "system_id": system_id, "valid_from": begins}))
    offer = HandoverWrite(duty=body.duty, to_position_id=body.position_id, starts_on=begins)
    return Assigned(Handover, offer_handover(session, organisation, identity, system_id, offer))
