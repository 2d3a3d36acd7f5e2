"""Changing who is responsible."""

from datetime import date

from sqlmodel import Session

from app.core.errors import Conflict, InvalidInput
from app.core.languages import Text, danish_date, danish_period, english_period
from app.core.periods import day_before, first_day
from app.models import Position, Responsibility, System
from app.register.rows import assign, find, merged, require
from app.responsibility.responsibilities.exclusive import is_ownership
from app.responsibility.responsibilities.queries import holders_on, later_holders, overlapping
from app.responsibility.responsibilities.schemas import ResponsibilityPatch, ResponsibilityWrite
from app.vocabulary import Basis, Duty


def create_responsibility(
    session: Session, system_id: str, body: ResponsibilityWrite, today: date, *, replace: bool = False
) -> str:
    """The id of the new responsibility; raises Conflict, naming the other, for a second formal owner at a time.

    The same position cannot hold the same duty twice at a time either. Raises NotFound for the system, InvalidInput
    for an unknown position, and for a period that ends before it begins.

    `replace` ends the other the day before instead. One that begins on the same day or later never held before the new
    one begins, so it cannot be ended: it is deleted when it begins on the same day, and refused when it begins later.
    """
    find(session, System, system_id)
    require(session, Position, body.position_id, "/positionId")
    begins = first_day(body.valid_from, body.valid_until, today)
    row = Responsibility(**{**body.model_dump(), "system_id": system_id, "valid_from": begins})
    if replace:
        _make_room(session, row)
    refuse_overlap(session, row)
    session.add(row)
    session.flush()
    return row.id


def change_responsibility(session: Session, responsibility_id: str, patch: ResponsibilityPatch) -> None:
    """Raises Conflict as creating does, and InvalidInput where the first day is cleared."""
    row = find(session, Responsibility, responsibility_id)
    body = merged(row, ResponsibilityWrite, patch)
    if body.valid_from is None:
        raise InvalidInput.at(
            "/validFrom",
            "missing",
            Text(
                "A responsibility begins on a day: give one, or leave it out.",
                da="Et ansvar begynder på en bestemt dag. Angiv den.",
            ),
        )
    require(session, Position, body.position_id, "/positionId")
    assign(row, body.model_dump())
    refuse_overlap(session, row)
    session.flush()


def delete_responsibility(session: Session, responsibility_id: str) -> None:
    """For what was registered by mistake; what has ended gets a `validUntil` instead."""
    session.delete(find(session, Responsibility, responsibility_id))
    session.flush()


def pass_on(
    session: Session,
    *,
    system_id: str,
    duty: Duty,
    from_id: str | None,
    to_id: str,
    begins: date,
    basis: Basis = Basis.FORMAL,
) -> str | None:
    """The responsibility of one position ends the day before another's begins; gives the new one's id.

    It lasts as long as the old one would have, and no longer than until the receiver's own next period. None where
    the receiver has it by then already. One that began on that very day never held, and is deleted. Raises Conflict,
    naming the other, where someone else has the duty formally in that time.
    """
    holders = holders_on(session, system_id, duty, begins, basis)
    given = next((row for row in holders if row.position_id == from_id), None)
    receives = to_id not in {row.position_id for row in holders}
    until = given.valid_until if given else None
    if receives:
        for row in later_holders(session, system_id, duty, begins, basis):
            if row.position_id == to_id:
                until = min(until or date.max, day_before(row.valid_from))
            elif row.position_id != from_id and basis is Basis.FORMAL and row.valid_from <= (until or date.max):
                _refuse_promised(session, row)
        if holders and given is None and basis is Basis.FORMAL:
            _refuse_promised(session, holders[0])
    if given is not None and from_id != to_id:
        _end_before(session, given, begins)
    session.flush()
    if not receives:
        return None
    taken = Responsibility(
        system_id=system_id,
        duty=duty.value,
        basis=basis.value,
        position_id=to_id,
        valid_from=begins,
        valid_until=until,
    )
    refuse_overlap(session, taken)
    session.add(taken)
    session.flush()
    return taken.id


def _refuse_promised(session: Session, other: Responsibility) -> None:
    title = find(session, Position, other.position_id).title
    detail = Text(
        f"{title!r} has the duty from {other.valid_from} already (responsibility {other.id}).",
        da=f"»{title}« har allerede ansvaret fra {danish_date(other.valid_from)}.",
    )
    raise Conflict.at("", "passed-on", detail)


def _end_before(session: Session, row: Responsibility, day: date) -> None:
    """One that began on the day, or later, never held: it is deleted."""
    if row.valid_from < day:
        row.valid_until = day_before(day)
    else:
        session.delete(row)


def _make_room(session: Session, row: Responsibility) -> None:
    for other, _ in overlapping(session, row):
        if other.valid_from <= row.valid_from:
            _end_before(session, other, row.valid_from)
    # Before the new one is written: the database takes no second owner, not even for a moment.
    session.flush()


def refuse_overlap(session: Session, row: Responsibility) -> None:
    """Raises Conflict, naming the other, for a second formal owner, or the same duty of the same position twice."""
    for other, position in overlapping(session, row):
        held = _held(row)
        detail = Text(
            f"{position.title!r} {held.en} {english_period(other.valid_from, other.valid_until)} "
            f"(responsibility {other.id}).",
            da=f"»{position.title}« {held.da} {danish_period(other.valid_from, other.valid_until)}.",
        )
        code = "owner-overlap" if is_ownership(row.duty, row.basis) else "responsibility-overlap"
        raise Conflict.at("/validFrom", code, detail)


def _held(row: Responsibility) -> Text:
    """What the one that stands in the way does."""
    if is_ownership(row.duty, row.basis):
        return Text("owns the system", da="ejer systemet")
    verb = Duty(row.duty).verb
    if row.basis == Basis.PRACTICE:
        return Text(f"holds the duty {row.duty} in practice", da=f"har i praksis ansvaret for at {verb} systemet")
    return Text(f"holds the duty {row.duty}", da=f"har ansvaret for at {verb} systemet")
