"""Reading attestations, requests and campaigns."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, case, func, or_
from sqlmodel import Session, col, select

from app.core.errors import NotFound
from app.core.languages import Text
from app.http.filters import any_of, equals
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import Attestation, AttestationCampaign, AttestationRequest, Card, Position, System
from app.register.actors import read_actors
from app.register.facts import gather
from app.register.policy import current_policy
from app.register.rows import find
from app.responsibility.attestations.schemas import (
    AttestationList,
    AttestationView,
    CampaignList,
    CampaignView,
    RequestList,
    RequestState,
    RequestView,
    UnitProgress,
)
from app.rules.seal import is_sealed
from app.security.reader import Reader
from app.vocabulary import Lifecycle

ORDER = Order(
    AttestationList, {"attestedOn": SortKey(col(Attestation.attested_on), date)}, SortKey(col(Attestation.id))
)
REQUEST_ORDER = Order(
    RequestList,
    {"due": SortKey(col(AttestationRequest.due), date), "systemName": SortKey(col(Card.name_sort))},
    SortKey(col(AttestationRequest.id)),
)
CAMPAIGN_ORDER = Order(
    CampaignList, {"due": SortKey(col(AttestationCampaign.due), date)}, SortKey(col(AttestationCampaign.id))
)

#: What an attestation was given for: it is compared with what holds, and the answer is what clients see.
_ATTESTED_FOR = {"owner_position_id", "owner_person_id", "attested_criticality", "attested_sums"}


def attestation(reader: Reader, attestation_id: str) -> AttestationView:
    row = find(reader.session, Attestation, attestation_id)
    return _views(reader, row.system_id, [row])[0]


def attestations(reader: Reader, system_id: str, query: AttestationList) -> tuple[Page, Sequence[bytes]]:
    find(reader.session, System, system_id)
    statement = select(Attestation).where(Attestation.system_id == system_id)
    page = read_page(reader.session, statement, ORDER, query)
    return page, [encode(view) for view in _views(reader, system_id, [row[0] for row in page.rows])]


def _views(reader: Reader, system_id: str, rows: Sequence[Attestation]) -> list[AttestationView]:
    (gathered,) = gather(reader.session, reader.organisation, [system_id])
    newest, attested = gathered.practice.attestation, gathered.facts.attestation
    _, policy = current_policy(reader.session)
    sealed = attested is not None and is_sealed(gathered.facts, attested, policy.seal_tolerance_percent)
    names = read_actors(reader.session, [row.answered_by for row in rows])
    asked = _asked_because_of(reader.session, [row.id for row in rows])
    return [
        AttestationView(
            **row.model_dump(exclude={*_ATTESTED_FOR, "answered_by"}),
            answered_by=names[row.answered_by],
            valid=sealed and newest is not None and newest.id == row.id,
            asked_position_id=asked.get(row.id),
        )
        for row in rows
    ]


def _asked_because_of(session: Session, attestation_ids: Sequence[str]) -> dict[str | None, str]:
    statement = select(AttestationRequest.cause_id, AttestationRequest.position_id).where(
        col(AttestationRequest.cause_id).in_(attestation_ids)
    )
    return {cause: position for cause, position in session.execute(statement)}  # noqa: C416 - rows, not pairs


def open_requests(session: Session, system_id: str) -> list[AttestationRequest]:
    statement = select(AttestationRequest).where(
        AttestationRequest.system_id == system_id, col(AttestationRequest.answer_id).is_(None)
    )
    return list(session.exec(statement.order_by(col(AttestationRequest.id))))


def requests(reader: Reader, query: RequestList) -> tuple[Page, Sequence[bytes]]:
    positions: Sequence[str] | None = query.position_id or None
    if query.person_id:
        held = {position for person in query.person_id for position in reader.organisation.held_by(person)}
        positions = sorted(held if positions is None else held & set(positions))
    statement = _with_names().where(
        *_in_state(query.state, reader.today),
        *any_of(AttestationRequest.system_id, query.system_id),
        *([] if positions is None else [col(AttestationRequest.position_id).in_(positions)]),
        *any_of(AttestationRequest.campaign_id, query.campaign_id),
    )
    page = read_page(reader.session, statement, REQUEST_ORDER, query)
    return page, [encode(_request_view(reader.today, row)) for row in page.rows]


def request(reader: Reader, request_id: str) -> RequestView:
    row = reader.session.execute(_with_names().where(col(AttestationRequest.id) == request_id)).first()
    if row is None:
        raise NotFound(
            Text(
                f"There is no attestation request {request_id}.",
                da=f"Ingen anmodning om bekræftelse har id'et {request_id}.",
            )
        )
    return _request_view(reader.today, row)


def _with_names() -> Select[Any]:
    columns: tuple[Any, ...] = (AttestationRequest, Card.name, Position.title)
    statement: Select[Any] = select(*columns)
    return statement.join(Card, col(Card.system_id) == col(AttestationRequest.system_id)).join(
        Position, col(Position.id) == col(AttestationRequest.position_id)
    )


def _request_view(today: date, row: Any) -> RequestView:  # noqa: ANN401 - a row of the statement above
    found: AttestationRequest = row.AttestationRequest
    state = RequestState.OPEN if found.due >= today else RequestState.OVERDUE
    return RequestView(
        **found.model_dump(),
        system_name=row.name,
        position_title=row.title,
        state=RequestState.ANSWERED if found.answer_id else state,
    )


def _in_state(states: Sequence[RequestState], today: date) -> list[ColumnElement[bool]]:
    answer, due = col(AttestationRequest.answer_id), col(AttestationRequest.due)
    meaning = {
        RequestState.OPEN: and_(answer.is_(None), due >= today),
        RequestState.OVERDUE: and_(answer.is_(None), due < today),
        RequestState.ANSWERED: answer.is_not(None),
    }
    return [or_(*(meaning[state] for state in states))] if states else []


def owned_systems(
    session: Session, unit_ids: Iterable[str] | None, criticality: str | None
) -> list[tuple[str, str | None]]:
    """The systems in use and their owning positions, in the order of their ids."""
    statement = select(Card.system_id, Card.owner_position_id).where(
        col(Card.in_use).is_(True),
        *([] if unit_ids is None else [col(Card.unit_id).in_(list(unit_ids))]),
        *equals(Card.criticality, criticality),
    )
    return [(row.system_id, row.owner_position_id) for row in session.execute(statement.order_by(col(Card.system_id)))]


def campaign(reader: Reader, campaign_id: str) -> CampaignView:
    return _campaign_views(reader, [find(reader.session, AttestationCampaign, campaign_id)])[0]


def campaigns(reader: Reader, query: CampaignList) -> tuple[Page, Sequence[bytes]]:
    page = read_page(reader.session, select(AttestationCampaign), CAMPAIGN_ORDER, query)
    return page, [encode(view) for view in _campaign_views(reader, [row[0] for row in page.rows])]


def _campaign_views(reader: Reader, rows: Sequence[AttestationCampaign]) -> list[CampaignView]:
    """With the progress of each, counted in one query."""
    answered = col(AttestationRequest.answer_id).is_not(None)
    overdue = and_(~answered, col(AttestationRequest.due) < reader.today)
    counted: Any = select(  # type: ignore[call-overload]
        AttestationRequest.campaign_id,
        System.unit_id,
        func.count(),
        func.sum(case((answered, 1), else_=0)),
        func.sum(case((overdue, 1), else_=0)),
    )
    found: dict[str, list[UnitProgress]] = defaultdict(list)
    for campaign_id, unit_id, asked, done, late in reader.session.execute(
        counted.join(System, col(System.id) == col(AttestationRequest.system_id))
        .where(
            col(AttestationRequest.campaign_id).in_([row.id for row in rows]),
            # Nobody has to answer any more for a system that has been closed since.
            or_(answered, col(System.lifecycle) != Lifecycle.RETIRED.value),
        )
        .group_by(col(AttestationRequest.campaign_id), col(System.unit_id))
    ):
        unit = reader.organisation.units.get(unit_id)
        found[campaign_id].append(
            UnitProgress(
                unit_id=unit_id,
                unit_name=unit.name if unit else None,
                asked=asked,
                answered=done,
                open=asked - done,
                overdue=late,
            )
        )
    return [_campaign_view(row, found[row.id]) for row in rows]


def _campaign_view(row: AttestationCampaign, by_unit: Sequence[UnitProgress]) -> CampaignView:
    totals = {name: sum(getattr(unit, name) for unit in by_unit) for name in ("asked", "answered", "open", "overdue")}
    ordered = sorted(by_unit, key=lambda unit: (unit.unit_name is None, unit.unit_name, unit.unit_id))
    return CampaignView(**row.model_dump(), **totals, by_unit=ordered)
