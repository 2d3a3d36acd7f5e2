"""Changing who holds a position."""

from datetime import date

from sqlmodel import Session

from app.core.errors import Conflict
from app.core.languages import Text, danish_date, danish_period, english_period
from app.core.periods import first_day
from app.models import Person, Position, Tenure
from app.organisation.tenures.queries import overlapping_holder
from app.organisation.tenures.schemas import TenurePatch, TenureWrite
from app.register.rows import assign, find, merged, require
from app.register.stretches import last_day


def create_tenure(session: Session, position_id: str, body: TenureWrite, today: date) -> str:
    """The id of the new tenure; raises Conflict, naming the other, where two would hold the position at once.

    Raises InvalidInput for an unknown person, and for a period that ends before it begins.
    """
    find(session, Position, position_id)
    person = require(session, Person, body.person_id, "/personId")
    begins = first_day(body.valid_from, body.valid_until, today)
    _refuse_after_leaving(person, begins)
    tenure = Tenure(**{**body.model_dump(), "position_id": position_id, "valid_from": begins})
    refuse_overlapping_holder(session, tenure)
    session.add(tenure)
    session.flush()
    return tenure.id


def change_tenure(session: Session, tenure_id: str, patch: TenurePatch) -> None:
    tenure = find(session, Tenure, tenure_id)
    body = merged(tenure, TenureWrite, patch)
    person = require(session, Person, body.person_id, "/personId")
    begins = body.valid_from or tenure.valid_from
    if (body.person_id, begins) != (tenure.person_id, tenure.valid_from):
        _refuse_after_leaving(person, begins)
    assign(tenure, {**body.model_dump(), "valid_from": begins})
    refuse_overlapping_holder(session, tenure)
    session.flush()


def _refuse_after_leaving(person: Person | None, begins: date) -> None:
    """Raises Conflict: whoever has left by then is not there, whatever the tenure says."""
    if person is not None and person.leaves_on is not None and begins > person.leaves_on:
        left = person.leaves_on
        raise Conflict.at(
            "/validFrom",
            "begins-after-leaving",
            Text(
                f"The last day of {person.name} is {left}, so nothing can begin on {begins}. If the person has come "
                "back, clear or move the last day first.",
                da=f"{person.name} har sidste arbejdsdag den {danish_date(left)} og kan ikke begynde den "
                f"{danish_date(begins)}. Er personen kommet tilbage, så fjern eller flyt den sidste dag først.",
            ),
        )


def refuse_overlapping_holder(session: Session, tenure: Tenure) -> None:
    """Raises Conflict, naming the other, where two would hold the position at once."""
    other = overlapping_holder(session, tenure)
    if other is None:
        return
    with session.no_autoflush:
        person, title = find(session, Person, other.person_id), find(session, Position, other.position_id).title
    raise Conflict.at("/validFrom", "holder-overlap", _in_the_way(other, person, title, tenure.valid_from))


def _in_the_way(other: Tenure, person: Person, title: str, begins: date) -> Text:
    """Who holds the position, and until when; and what to do where the person leaves before the new tenure begins."""
    ends = last_day(other.valid_until, person.leaves_on)
    if ends is not None and other.valid_from <= ends < begins:
        until = Text("has no end", da="har ingen slutdato")
        if other.valid_until is not None:
            until = Text(
                f"lasts until {other.valid_until}", da=f"varer til og med den {danish_date(other.valid_until)}"
            )
        return Text(
            f"The last day of {person.name} is {ends}, but the tenure of {title!r} {until.en} (tenure {other.id}). "
            "End the tenure on that day; the successor can begin on the day after.",
            da=f"{person.name} har sidste arbejdsdag den {danish_date(ends)}, men besættelsen af »{title}« {until.da}. "
            "Sæt slutdatoen til den dag, så kan efterfølgeren begynde dagen efter.",
        )
    # Whoever left before the tenure began holds it on paper alone, as long as the paper says.
    period = other.valid_from, other.valid_until if ends is None or ends < other.valid_from else ends
    return Text(
        f"{person.name} holds the position {title!r} {english_period(*period)} (tenure {other.id}).",
        da=f"{person.name} har stillingen »{title}« {danish_period(*period)}.",
    )
