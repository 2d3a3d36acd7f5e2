"""Reading matrices: they are on the cards."""

from collections.abc import Sequence
from datetime import datetime

import orjson
from sqlmodel import col, select

from app.core.text import Instant, QueryFlag
from app.http.lists import ListQuery, Page
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import Unit
from app.register.reader import Reader
from app.register.rows import find
from app.responsibility.duties.matrix import DutyMatrix, matrix_of
from app.systems.queries import card
from app.systems.shelf import shelf


class DutyList(ListQuery):
    include_subunits: QueryFlag = True
    known_at: Instant | None = None
    """What the register said at the instant."""


def duties(reader: Reader, system_id: str, known_at: datetime | None) -> DutyMatrix:
    return matrix_of(orjson.loads(card(reader, system_id, known_at)))


def duties_of_unit(reader: Reader, unit_id: str, query: DutyList) -> tuple[Page, Sequence[bytes]]:
    """The matrices of the systems of a unit, its subtree included unless said otherwise; those in use."""
    stood = shelf(reader, query.known_at)
    if unit_id not in stood.organisation.units:
        find(reader.session, Unit, unit_id)
    units = stood.organisation.subtree(unit_id) if query.include_subunits else [unit_id]
    statement = select(stood.table.body).where(
        *stood.standing, col(stood.table.unit_id).in_(units), col(stood.table.in_use).is_(True)
    )
    page = read_page(reader.session, statement, stood.order, query)
    return page, [encode(matrix_of(orjson.loads(row[0]))) for row in page.rows]
