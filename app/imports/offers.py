"""Duties that a file gives to positions outside what the caller keeps: they are offered, and the report says so."""

from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session

from app.core.errors import ApplicationError
from app.imports.draft import Draft, Offer
from app.models import System
from app.register.organisation import Organisation
from app.responsibility.assigning.service import is_offered
from app.responsibility.handovers.schemas import HandoverWrite
from app.responsibility.handovers.service import offer_handover, refuse_offer
from app.responsibility.offers.queries import open_offer
from app.security.identity import Identity
from app.vocabulary import Duty

_MADE = "Stillingen ligger uden for den enhed, adgangen gælder for. Den har fået ansvaret tilbudt og skal selv sige ja."
_REFUSED = "Ansvaret kan ikke tilbydes stillingen."
_WAITING = "Stillingen har allerede fået ansvaret tilbudt og har endnu ikke svaret."


@dataclass(frozen=True, slots=True)
class Offers:
    """For one import: whose it is, and the organisation of the day."""

    session: Session
    identity: Identity
    organisation: Organisation

    def needed(self, position_id: str) -> bool:
        return is_offered(self.identity, self.organisation, position_id)

    def judge(self, drafts: Iterable[Draft]) -> None:
        """Say what becomes of the offers that the drafts ask for. What cannot be offered is a warning."""
        asked: dict[tuple[str, Duty], Draft] = {}
        for draft in drafts:
            offer = draft.offer
            if offer is None:
                continue
            first = asked.setdefault((offer.system_id, offer.duty), draft)
            if first is not draft:
                self._drop(
                    draft, "not-offered", f"Række {first.number} tilbyder allerede ansvaret. Lad kun én række stå."
                )
                continue
            waiting = open_offer(self.session, offer.system_id, offer.duty, self.organisation.today)
            if waiting is not None and waiting.to_position_id == offer.position_id:
                self._drop(draft, "offered", _WAITING)
                continue
            system = self._system(draft, offer)
            try:
                refuse_offer(self.session, self.organisation, self.identity, system, _body(offer))
            except ApplicationError as fault:
                self._drop(draft, "not-offered", f"{_REFUSED} {fault.detail.da}")
            else:
                draft.offered = True
                draft.warn(offer.field, "offered", _MADE)

    def _system(self, draft: Draft, offer: Offer) -> System:
        """As the row leaves it, which may be the one that makes it. It belongs to no session."""
        is_row = draft.id == offer.system_id
        row = None if is_row and draft.new else self.session.get_one(System, offer.system_id)
        values = {**(row.model_dump() if row else {}), "id": offer.system_id}
        return System(**{**values, **(draft.columns if is_row else {})})

    @staticmethod
    def _drop(draft: Draft, code: str, detail: str) -> None:
        if draft.offer is not None:
            draft.warn(draft.offer.field, code, detail)
            draft.offer = None

    def make(self, drafts: Iterable[Draft]) -> None:
        """Make the offers, now that their systems are there."""
        for draft in drafts:
            offer = draft.offer
            if offer is None:
                continue
            try:
                offer_handover(self.session, self.organisation, self.identity, offer.system_id, _body(offer))
            except ApplicationError as fault:
                # Another row of the file has changed whose the duty is.
                draft.offered = False
                draft.warn(offer.field, "not-offered", f"{_REFUSED} {fault.detail.da}")


def _body(offer: Offer) -> HandoverWrite:
    return HandoverWrite(duty=offer.duty, to_position_id=offer.position_id, starts_on=offer.starts_on)
