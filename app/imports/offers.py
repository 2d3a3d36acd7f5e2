"""Duties that a file gives to positions outside what the caller keeps: they are offered, and the report says so."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from app.core.errors import ApplicationError
from app.imports.draft import Draft
from app.register.organisation import Organisation
from app.responsibility.assigning.service import is_offered
from app.responsibility.handovers.schemas import HandoverWrite
from app.responsibility.handovers.service import offer_handover
from app.responsibility.offers.queries import open_offer
from app.security.identity import Identity

_MADE = "Stillingen ligger uden for den enhed, adgangen gælder for. Den har fået ansvaret tilbudt og skal selv sige ja."
_WAITING = "Stillingen har allerede fået ansvaret tilbudt og har endnu ikke svaret."


@dataclass(frozen=True, slots=True)
class Offers:
    """For one import: whose it is, and the organisation of the day."""

    session: Session
    identity: Identity
    organisation: Organisation

    def needed(self, position_id: str) -> bool:
        return is_offered(self.identity, self.organisation, position_id)

    def make(self, drafts: Iterable[Draft]) -> None:
        """Offer what the drafts ask for, now that their systems are there. What cannot be offered is a warning."""
        for draft in drafts:
            offer = draft.offer
            if offer is None:
                continue
            waiting = open_offer(self.session, offer.system_id, offer.duty, self.organisation.today)
            if waiting is not None and waiting.to_position_id == offer.position_id:
                draft.warn(offer.field, "offered", _WAITING)
                continue
            body = HandoverWrite(duty=offer.duty, to_position_id=offer.position_id, starts_on=offer.starts_on)
            try:
                offer_handover(self.session, self.organisation, self.identity, offer.system_id, body)
            except ApplicationError as fault:
                draft.warn(offer.field, "not-offered", f"Ansvaret kan ikke tilbydes stillingen. {fault.detail.da}")
            else:
                draft.offered = True
                draft.warn(offer.field, "offered", _MADE)
