"""Reading disputes."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, or_
from sqlmodel import Session, col, select

from app.core.among import among
from app.core.errors import NotFound
from app.core.languages import Text
from app.http.filters import any_of
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import Dispute, Handover, System
from app.register.actors import Actors, read_actors
from app.register.known import Known, TableOf
from app.register.organisation import Organisation
from app.responsibility.disputes.schemas import DisputeList, DisputeState, DisputeView
from app.responsibility.offers.queries import in_state
from app.responsibility.offers.state import state_of
from app.rules.facts import PositionRef
from app.security.reader import Reader
from app.vocabulary import Duty, HandoverState

ORDER = Order(DisputeList, {"deadline": SortKey(col(Dispute.deadline), date)}, SortKey(col(Dispute.id)))


def dispute(reader: Reader, dispute_id: str) -> DisputeView:
    row = reader.session.execute(_with_system().where(col(Dispute.id) == dispute_id)).first()
    if row is None:
        raise NotFound(Text(f"There is no dispute {dispute_id}.", da=f"Ingen tvist har id'et {dispute_id}."))
    return _views(reader, [row])[0]


def disputes(reader: Reader, query: DisputeList) -> tuple[Page, Sequence[bytes]]:
    statement = _with_system().where(
        *_in_state(query.state, reader.today),
        *any_of(Dispute.system_id, query.system_id),
        *any_of(Dispute.duty, query.duty),
        *any_of(Dispute.position_id, query.position_id),
        *any_of(Dispute.names_position_id, query.names_position_id),
    )
    page = read_page(reader.session, statement, ORDER, query)
    return page, [encode(view) for view in _views(reader, page.rows)]


def open_dispute(session: Session, system_id: str, duty: Duty) -> Dispute | None:
    statement = select(Dispute).where(
        Dispute.system_id == system_id, Dispute.duty == duty.value, col(Dispute.resolved_on).is_(None)
    )
    return session.exec(statement).first()


def interim_on(known: Known, system_id: str, day: date) -> dict[Duty, PositionRef | None]:
    """The duties of the system whose dispute is overdue on the day, and who answers for each until it is decided.

    None where nobody stands above both parties.
    """
    values = {"system_id": system_id, "duties": [duty.value for duty in Duty], "day": day}
    return interim_of(known.rows(overdue, values), known.organisation_on(day))


def interim_of(rows: Iterable[Any], organisation: Organisation) -> dict[Duty, PositionRef | None]:
    """The same of the rows that `overdue` selects, and the organisation of the day."""
    return {Duty(duty): organisation.common_superior(one_id, other_id) for duty, one_id, other_id in rows}


def overdue(table: TableOf) -> Select[Any]:
    """The system's disputes of these duties that are overdue on the day, and not decided by then."""
    row, day = table(Dispute).c, bindparam("day", type_=Date)
    return (
        select(row.duty, row.position_id, row.names_position_id)
        .where(
            row.system_id == bindparam("system_id"),
            among(row.duty, "duties"),
            row.deadline < day,
            or_(row.resolved_on.is_(None), row.resolved_on > day),
        )
        .order_by(row.id)
    )


def _in_state(states: Sequence[DisputeState], today: date) -> list[ColumnElement[bool]]:
    resolved_on, deadline, handover = col(Dispute.resolved_on), col(Dispute.deadline), col(Dispute.handover_id)
    waiting = handover.in_(select(Handover.id).where(*in_state([HandoverState.OFFERED], today)))
    undecided = and_(resolved_on.is_(None), or_(handover.is_(None), ~waiting))
    meaning = {
        DisputeState.OPEN: and_(undecided, deadline >= today),
        DisputeState.OVERDUE: and_(undecided, deadline < today),
        DisputeState.DECIDED: and_(resolved_on.is_(None), waiting),
        DisputeState.RESOLVED: resolved_on.is_not(None),
    }
    return [or_(*(meaning[state] for state in states))] if states else []


def _with_system() -> Select[Any]:
    columns: tuple[Any, ...] = (Dispute, System.name, Handover)
    statement: Select[Any] = select(*columns)
    return statement.join(System, col(System.id) == col(Dispute.system_id)).outerjoin(
        Handover, col(Handover.id) == col(Dispute.handover_id)
    )


def _views(reader: Reader, rows: Sequence[Any]) -> list[DisputeView]:
    """Of rows of the statement above."""
    names = read_actors(reader.session, [row.Dispute.resolved_by for row in rows])
    return [_view(reader, row, names) for row in rows]


def _view(reader: Reader, row: Any, names: Actors) -> DisputeView:  # noqa: ANN401 - see above
    found: Dispute = row.Dispute
    state = _state(found, row.Handover, reader.today)
    said = found.model_dump() | {"resolved_by": names[found.resolved_by]}
    if state in {DisputeState.OPEN, DisputeState.OVERDUE}:
        # What was decided once has come to nothing: the offer was declined, withdrawn, or not answered in time.
        said |= dict.fromkeys(("resolution", "resolved_by", "resolved_position_id", "handover_id"))
    interim = reader.organisation.common_superior(found.position_id, found.names_position_id)
    return DisputeView(
        **said,
        system_name=row.name,
        state=state,
        interim_position_id=interim.id if interim and state is DisputeState.OVERDUE else None,
    )


def _state(dispute: Dispute, offer: Handover | None, today: date) -> DisputeState:
    if dispute.resolved_on is not None:
        return DisputeState.RESOLVED
    if offer is not None and state_of(offer.outcome, offer.expires_on, today) is HandoverState.OFFERED:
        return DisputeState.DECIDED
    return DisputeState.OPEN if dispute.deadline >= today else DisputeState.OVERDUE
