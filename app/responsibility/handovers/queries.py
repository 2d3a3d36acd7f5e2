"""Reading handovers."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Select
from sqlmodel import col, select

from app.core.errors import NotFound
from app.core.languages import Text
from app.http.filters import any_of
from app.http.lists import Order, Page, SortKey
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import Handover, System
from app.register.actors import Actors, read_actors
from app.register.policy import current_policy
from app.responsibility.handovers.schemas import HandoverList, HandoverView
from app.responsibility.handovers.warnings import warnings
from app.responsibility.offers.queries import in_state
from app.responsibility.offers.state import state_of
from app.rules.policy import Policy
from app.security.reader import Reader
from app.vocabulary import Criticality, Duty, HandoverState

ORDER = Order(
    HandoverList,
    {"expiresOn": SortKey(col(Handover.expires_on), date), "from": SortKey(col(Handover.starts_on), date)},
    SortKey(col(Handover.id)),
)


def handover(reader: Reader, handover_id: str) -> HandoverView:
    row = reader.session.execute(_with_system().where(col(Handover.id) == handover_id)).first()
    if row is None:
        raise NotFound(Text(f"There is no handover {handover_id}.", da=f"Ingen overdragelse har id'et {handover_id}."))
    return _views(reader, [row])[0]


def handovers(reader: Reader, query: HandoverList) -> tuple[Page, Sequence[bytes]]:
    statement = _with_system().where(
        *in_state(query.state, reader.today),
        *any_of(Handover.system_id, query.system_id),
        *any_of(Handover.duty, query.duty),
        *any_of(Handover.from_position_id, query.from_position_id),
        *any_of(Handover.to_position_id, query.to_position_id),
    )
    page = read_page(reader.session, statement, ORDER, query)
    return page, [encode(view) for view in _views(reader, page.rows)]


def _with_system() -> Select[Any]:
    columns: tuple[Any, ...] = (Handover, System.name, System.criticality)
    statement: Select[Any] = select(*columns)
    return statement.join(System, col(System.id) == col(Handover.system_id))


def _views(reader: Reader, rows: Sequence[Any]) -> list[HandoverView]:
    """Of rows of the statement above."""
    _, policy = current_policy(reader.session)
    names = read_actors(reader.session, [row.Handover.decided_by for row in rows])
    return [_view(reader, policy, row, names) for row in rows]


def _view(reader: Reader, policy: Policy, row: Any, names: Actors) -> HandoverView:  # noqa: ANN401 - see above
    found: Handover = row.Handover
    state = state_of(found.outcome, found.expires_on, reader.today)
    warned = warnings(
        reader.organisation,
        policy,
        duty=Duty(found.duty),
        criticality=Criticality(row.criticality),
        to_id=found.to_position_id,
        from_id=found.from_position_id,
    )
    return HandoverView(
        **found.model_dump(exclude={"outcome", "decided_by"}),
        decided_by=names[found.decided_by],
        system_name=row.name,
        to_title=reader.organisation.positions[found.to_position_id].title,
        state=state,
        warnings=warned if state is HandoverState.OFFERED else [],
    )
