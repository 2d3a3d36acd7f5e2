"""Carrying out a departure or a transfer; a dry run does the same and is taken back."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session

from app.core.errors import Conflict, InvalidInput
from app.core.languages import Text
from app.core.periods import day_before
from app.models import Person, Position, Tenure
from app.organisation.people.service import refuse_to_leave_before_beginning
from app.organisation.tenures.queries import next_holder, tenures_from
from app.organisation.tenures.schemas import TenureWrite
from app.organisation.tenures.service import create_tenure
from app.register.loading import load_organisation
from app.register.organisation import Organisation
from app.register.rows import find, require
from app.responsibility.offers.service import refuse_vacant
from app.responsibility.succession.passing import Passing
from app.responsibility.succession.schemas import (
    DepartureView,
    DepartureWrite,
    Heir,
    HeirKind,
    HeirView,
    TransferView,
    TransferWrite,
    VacatedPosition,
)
from app.rules.calendar import add_days
from app.vocabulary import Duty, TenureRole

#: By position: the heir that the request names, and where.
Chosen = Mapping[str, tuple[Heir, str]]


def depart(session: Session, today: date, person_id: str, body: DepartureWrite, *, dry_run: bool) -> DepartureView:
    """The person's last day is set, every tenure ends with it, and heirs take over what falls vacant.

    Raises NotFound, InvalidInput for an unknown heir and for one of a position that does not fall vacant, Conflict
    for an heir that cannot take over, and for a last day before the person began.
    """
    person = find(session, Person, person_id)
    last = body.on or today
    refuse_to_leave_before_beginning(session, person, last, today, "/on")
    tenures = _leave(session, person, last)
    _refuse_strangers(body.heirs, {tenure.position_id for tenure in tenures if tenure.role == TenureRole.HOLDER})
    chosen = {heir.position_id: (heir, f"/heirs/{index}") for index, heir in enumerate(body.heirs)}
    first_days = {tenure.id: max(add_days(last, 1), tenure.valid_from, today) for tenure in tenures}
    # Who takes a position comes first: the one above may be held again by then, and take the duties of the one below.
    heirs = {
        tenure.id: _person_for(session, load_organisation(session, first_days[tenure.id]), tenure, chosen)
        for tenure in tenures
        if tenure.role == TenureRole.HOLDER
    }
    vacated, duties = [], []
    for tenure in tenures:
        organisation = load_organisation(session, first_days[tenure.id])
        heir = heirs.get(tenure.id)
        if tenure.role == TenureRole.HOLDER and heir is None:
            heir = _position_for(session, organisation, tenure, chosen)
            pointer = f"{chosen[tenure.position_id][1]}/toPositionId" if tenure.position_id in chosen else "/on"
            passing = Passing(session, organisation, body.means, today, pointer)
            duties += passing.all_of(tenure.position_id, heir.position_id if heir else None)
        vacated.append(_vacated(organisation, tenure, heir))
    # Those who take a position have its duties with it: nothing passes.
    for tenure in tenures:
        if heirs.get(tenure.id) is not None:
            passing = Passing(session, load_organisation(session, first_days[tenure.id]), body.means, today)
            duties += passing.all_of(tenure.position_id, None)
    return DepartureView(
        person_id=person.id, person_name=person.name, on=last, dry_run=dry_run, vacated=vacated, duties=duties
    )


def transfer(session: Session, today: date, position_id: str, body: TransferWrite, *, dry_run: bool) -> TransferView:
    """Every duty of one position goes to another. Raises NotFound, InvalidInput for an unknown receiver, Conflict."""
    find(session, Position, position_id)
    require(session, Position, body.to_position_id, "/toPositionId")
    if position_id == body.to_position_id:
        raise _same_position("/toPositionId")
    organisation = load_organisation(session, max(body.starts_on or today, today))
    passing = Passing(session, organisation, body.means, today)
    return TransferView(
        from_position_id=position_id,
        to_position_id=body.to_position_id,
        starts_on=passing.begins,
        dry_run=dry_run,
        duties=passing.all_of(position_id, body.to_position_id, body.duties or tuple(Duty)),
    )


def _same_position(pointer: str) -> Conflict:
    detail = Text(
        "The duties of a position cannot be moved to itself.",
        da="En stillings ansvar kan ikke flyttes til stillingen selv. Vælg en anden stilling.",
    )
    return Conflict.at(pointer, "same-position", detail)


def _leave(session: Session, person: Person, last: date) -> list[Tenure]:
    """End what lasts longer than the last day; gives the tenures that ended early, as they were."""
    if person.leaves_on != last:
        person.leaves_on = last
    ended = []
    for tenure in tenures_from(session, person.id, add_days(last, 1)):
        ended.append(Tenure(**tenure.model_dump()))
        if tenure.valid_from > last:
            session.delete(tenure)
        else:
            tenure.valid_until = last
    session.flush()
    return ended


def _refuse_strangers(heirs: Sequence[Heir], vacated: set[str]) -> None:
    seen: set[str] = set()
    for index, heir in enumerate(heirs):
        pointer = f"/heirs/{index}/positionId"
        if heir.position_id not in vacated:
            detail = Text(
                "The person does not hold the position beyond that day, so it needs no heir.",
                da="Personen har ikke stillingen efter den dag, så den skal ikke have en afløser.",
            )
            raise InvalidInput.at(pointer, "not-vacated", detail)
        if heir.position_id in seen:
            raise InvalidInput.at(
                pointer,
                "repeated",
                Text(
                    "The position has an heir already: name one.",
                    da="Stillingen har allerede en afløser. Angiv kun én.",
                ),
            )
        seen.add(heir.position_id)


def _person_for(session: Session, organisation: Organisation, tenure: Tenure, chosen: Chosen) -> HeirView | None:
    """Who holds the position next: whoever is set, or chosen, or deputises; None where a position is chosen."""
    incumbency = organisation.incumbency(tenure.position_id)
    if incumbency.holder is not None:
        return _person(HeirKind.SUCCESSOR, incumbency.holder.person_id, incumbency.holder.name)
    heir, pointer = chosen.get(tenure.position_id, (None, ""))
    if heir is not None and heir.person_id is not None:
        person = require(session, Person, heir.person_id, f"{pointer}/personId")
        if person is None or (person.leaves_on is not None and person.leaves_on < organisation.today):
            detail = Text(
                "The heir has left by then: choose someone who is there.",
                da="Afløseren er fratrådt til den tid. Vælg en anden.",
            )
            raise InvalidInput.at(f"{pointer}/personId", "leaves", detail)
        return _appointed(session, organisation, tenure, _person(HeirKind.CHOSEN, person.id, person.name))
    if heir is not None or incumbency.deputy is None:
        return None
    deputy = _person(HeirKind.DEPUTY, incumbency.deputy.person_id, incumbency.deputy.name)
    return _appointed(session, organisation, tenure, deputy)


def _position_for(session: Session, organisation: Organisation, tenure: Tenure, chosen: Chosen) -> HeirView | None:
    """The chosen position, else the nearest above that someone holds."""
    heir, pointer = chosen.get(tenure.position_id, (None, ""))
    if heir is not None and heir.to_position_id is not None:
        require(session, Position, heir.to_position_id, f"{pointer}/toPositionId")
        if heir.to_position_id == tenure.position_id:
            raise _same_position(f"{pointer}/toPositionId")
        refuse_vacant(organisation, heir.to_position_id, f"{pointer}/toPositionId")
        return _position(organisation, HeirKind.CHOSEN, heir.to_position_id)
    line = organisation.line(tenure.position_id)
    above = next((above for above in line if organisation.incumbency(above.id).holder is not None), None)
    return None if above is None else _position(organisation, HeirKind.SUPERIOR, above.id)


def _appointed(session: Session, organisation: Organisation, tenure: Tenure, heir: HeirView) -> HeirView:
    """The heir holds the position from the first day, until whoever is set to follow later."""
    begins = organisation.today
    later = next_holder(session, tenure.position_id, begins)
    until = day_before(later.valid_from) if later else None
    body = TenureWrite(person_id=heir.person_id or "", valid_from=begins, valid_until=until)
    create_tenure(session, tenure.position_id, body, begins)
    return heir


def _vacated(organisation: Organisation, tenure: Tenure, heir: HeirView | None) -> VacatedPosition:
    position = organisation.positions[tenure.position_id]
    return VacatedPosition(
        position_id=position.id,
        title=position.title,
        unit_name=organisation.units[position.unit_id].name,
        role=TenureRole(tenure.role),
        heir=heir,
    )


def _person(kind: HeirKind, person_id: str, name: str) -> HeirView:
    return HeirView(kind=kind, position_id=None, title=None, person_id=person_id, person_name=name)


def _position(organisation: Organisation, kind: HeirKind, position_id: str) -> HeirView:
    title = organisation.positions[position_id].title
    return HeirView(kind=kind, position_id=position_id, title=title, person_id=None, person_name=None)
