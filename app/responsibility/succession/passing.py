"""Passing on everything that a position is responsible for, by offers or at once."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session

from app.models import Responsibility, System
from app.register.organisation import Organisation
from app.register.rows import find
from app.responsibility.offers.queries import open_offer
from app.responsibility.offers.service import make_offer, refuse_receiver
from app.responsibility.responsibilities.queries import lasting
from app.responsibility.responsibilities.service import pass_on
from app.responsibility.succession.schemas import Means, Outcome, PassedDuty
from app.vocabulary import Basis, Duty


@dataclass(frozen=True, slots=True)
class Passing:
    """`organisation` is that of the receiver's first day; `pointer` says where the request names the receiver."""

    session: Session
    organisation: Organisation
    means: Means
    today: date
    pointer: str = "/toPositionId"

    @property
    def begins(self) -> date:
        return self.organisation.today

    def all_of(self, from_id: str, to_id: str | None, duties: Collection[Duty] = tuple(Duty)) -> list[PassedDuty]:
        """What becomes of each; nothing without a receiver. Raises Conflict for one that cannot receive."""
        return [
            self._one(row, system_name, to_id)
            for row, system_name in lasting(self.session, from_id, self.begins)
            if Duty(row.duty) in duties
        ]

    def _one(self, row: Responsibility, system_name: str, to_id: str | None) -> PassedDuty:
        outcome, handover_id = (Outcome.NONE, None) if to_id is None else self._pass(row, to_id)
        return PassedDuty(
            responsibility_id=row.id,
            system_id=row.system_id,
            system_name=system_name,
            duty=Duty(row.duty),
            basis=Basis(row.basis),
            from_position_id=row.position_id,
            to_position_id=to_id,
            to_title=to_id and self.organisation.positions[to_id].title,
            means=outcome,
            handover_id=handover_id,
        )

    def _pass(self, row: Responsibility, to_id: str) -> tuple[Outcome, str | None]:
        system = find(self.session, System, row.system_id)
        refuse_receiver(self.organisation, system, row.position_id, to_id, self.pointer)
        duty, basis, begins = Duty(row.duty), Basis(row.basis), max(self.begins, row.valid_from)
        if self.means is Means.MOVE:
            taken = pass_on(
                self.session,
                system_id=row.system_id,
                duty=duty,
                from_id=row.position_id,
                to_id=to_id,
                begins=begins,
                basis=basis,
            )
            return (Outcome.NONE if taken is None else Outcome.MOVE), None
        if basis is Basis.PRACTICE:
            # What is done in practice is observed, not offered.
            return Outcome.NONE, None
        existing = open_offer(self.session, row.system_id, duty, self.today)
        if existing is not None:
            return Outcome.NONE, existing.id
        offered = make_offer(
            self.session,
            system_id=row.system_id,
            duty=duty,
            from_id=row.position_id,
            to_id=to_id,
            starts_on=begins,
            today=self.today,
        )
        return Outcome.HANDOVER, offered.id
