"""Carrying out a departure or a transfer; a dry run does the same and is taken back."""

from datetime import date, timedelta

from sqlmodel import Session

from app.core.errors import Conflict, FieldProblem, InvalidInput
from app.models import Person, Position, Tenure
from app.organisation.tenures.queries import next_holder, tenures_from
from app.organisation.tenures.schemas import TenureWrite
from app.organisation.tenures.service import create_tenure
from app.register.loading import load_organisation
from app.register.organisation import Organisation
from app.register.rows import find, require
from app.responsibility.succession.passing import Passing
from app.responsibility.succession.schemas import (
    DepartureView,
    DepartureWrite,
    Heir,
    HeirKind,
    HeirView,
    TransferView,
    TransferWrite,
    VacatedSeat,
)
from app.vocabulary import Duty, TenureRole

_DAY = timedelta(days=1)


def depart(session: Session, today: date, person_id: str, body: DepartureWrite, *, dry_run: bool) -> DepartureView:
    """The person's last day is set, every seat ends with it, and heirs take over what falls vacant.

    Raises NotFound, InvalidInput for an unknown heir and for one of a position that does not fall vacant, Conflict
    for an heir that cannot take over.
    """
    person = find(session, Person, person_id)
    last = body.on or today
    seats = _leave(session, person, last)
    begins = max(last + _DAY, today)
    organisation = load_organisation(session, begins)
    passing = Passing(session, organisation, begins, body.means, today)
    chosen = {heir.position_id: heir for heir in body.heirs}
    _refuse_strangers(chosen, {seat.position_id for seat in seats if seat.role == TenureRole.HOLDER})
    vacated, duties = [], []
    for seat in seats:
        heir = None
        if seat.role == TenureRole.HOLDER:
            heir = _heir(session, organisation, seat.position_id, chosen.get(seat.position_id))
            # Whoever takes the seat has the duties with it; a position takes them over one by one.
            duties += passing.all_of(seat.position_id, heir.position_id if heir else None)
        position = organisation.positions[seat.position_id]
        vacated.append(
            VacatedSeat(
                position_id=position.id,
                title=position.title,
                unit_name=organisation.units[position.unit_id].name,
                role=TenureRole(seat.role),
                heir=heir,
            )
        )
    return DepartureView(
        person_id=person.id, person_name=person.name, on=last, dry_run=dry_run, vacated=vacated, duties=duties
    )


def transfer(
    session: Session, organisation: Organisation, position_id: str, body: TransferWrite, *, dry_run: bool
) -> TransferView:
    """Every duty of one position goes to another. Raises NotFound, InvalidInput for an unknown receiver, Conflict."""
    today = organisation.today
    find(session, Position, position_id)
    require(session, Position, body.to_position_id, "/toPositionId")
    begins = max(body.starts_on or today, today)
    if position_id == body.to_position_id:
        detail = "The duties of a position cannot be moved to itself."
        raise Conflict(detail, code="same-position", errors=(FieldProblem("/toPositionId", "same-position", detail),))
    passing = Passing(session, organisation, begins, body.means, today)
    return TransferView(
        from_position_id=position_id,
        to_position_id=body.to_position_id,
        starts_on=begins,
        dry_run=dry_run,
        duties=passing.all_of(position_id, body.to_position_id, body.duties or tuple(Duty)),
    )


def _leave(session: Session, person: Person, last: date) -> list[Tenure]:
    """End what lasts longer than the last day; gives the tenures that ended early, as they were."""
    if person.leaves_on != last:
        person.leaves_on = last
    ended = []
    for tenure in tenures_from(session, person.id, last + _DAY):
        ended.append(Tenure(**tenure.model_dump()))
        if tenure.valid_from > last:
            session.delete(tenure)
        else:
            tenure.valid_until = last
    session.flush()
    return ended


def _refuse_strangers(chosen: dict[str, Heir], vacated: set[str]) -> None:
    for index, position_id in enumerate(chosen):
        if position_id not in vacated:
            detail = "The person does not hold the position beyond that day, so it needs no heir."
            raise InvalidInput.at(f"/heirs/{index}/positionId", "not-vacated", detail)


def _heir(session: Session, organisation: Organisation, position_id: str, chosen: Heir | None) -> HeirView | None:
    """Who takes over, in the organisation of the first day after; a person takes the seat at once."""
    incumbency = organisation.incumbency(position_id)
    if incumbency.holder is not None:
        return _person(HeirKind.SUCCESSOR, incumbency.holder.person_id, incumbency.holder.name)
    if chosen is not None and chosen.person_id is not None:
        person = require(session, Person, chosen.person_id, "/heirs")
        if person is None or (person.leaves_on is not None and person.leaves_on < organisation.today):
            raise InvalidInput.at("/heirs", "leaves", "The heir has left by then: choose someone who is there.")
        return _seated(session, organisation, position_id, _person(HeirKind.CHOSEN, person.id, person.name))
    if chosen is not None and chosen.to_position_id is not None:
        require(session, Position, chosen.to_position_id, "/heirs")
        return _position(organisation, HeirKind.CHOSEN, chosen.to_position_id)
    if incumbency.deputy is not None:
        deputy = _person(HeirKind.DEPUTY, incumbency.deputy.person_id, incumbency.deputy.name)
        return _seated(session, organisation, position_id, deputy)
    held = (above for above in organisation.line(position_id) if organisation.incumbency(above.id).holder is not None)
    above = next(held, None)
    return None if above is None else _position(organisation, HeirKind.SUPERIOR, above.id)


def _seated(session: Session, organisation: Organisation, position_id: str, heir: HeirView) -> HeirView:
    """The heir holds the position from the first day, until whoever is set to follow later."""
    begins = organisation.today
    later = next_holder(session, position_id, begins)
    until = later.valid_from - _DAY if later else None
    body = TenureWrite(person_id=heir.person_id or "", valid_from=begins, valid_until=until)
    create_tenure(session, position_id, body, begins)
    return heir


def _person(kind: HeirKind, person_id: str, name: str) -> HeirView:
    return HeirView(kind=kind, position_id=None, title=None, person_id=person_id, person_name=name)


def _position(organisation: Organisation, kind: HeirKind, position_id: str) -> HeirView:
    title = organisation.positions[position_id].title
    return HeirView(kind=kind, position_id=position_id, title=title, person_id=None, person_name=None)
