"""Reading matrices: they are on the cards."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

import orjson
from sqlmodel import select

from app.core.text import DayOrInstant, QueryFlag
from app.http.lists import ListQuery, Page
from app.http.page_queries import read_page
from app.http.representation import encode
from app.models import Card, Unit
from app.register.rows import find
from app.responsibility.disputes.queries import interim_on
from app.responsibility.duties.matrix import DutyMatrix, interims_of, matrix_of
from app.security.reader import Reader
from app.systems.filter_queries import units
from app.systems.listing import SYSTEM_SORT
from app.systems.queries import bodies, card_known, card_on, order


class DutyList(ListQuery):
    sort: Annotated[tuple[str, ...], SYSTEM_SORT] = ("name",)
    include_subunits: QueryFlag = True
    known_at: DayOrInstant | None = None
    """What the register said at the instant, or at the end of the day."""


def duties(reader: Reader, system_id: str, at: date | None, known_at: date | None) -> DutyMatrix:
    """As the card has them; with `at`, those of that day."""
    known = reader.known(known_at)
    if at is None:
        card = orjson.loads(card_known(known, system_id))
        return matrix_of(card, interims_of(card))
    day = reader.clock.day_of(at)
    interims = interim_on(known, system_id, day)
    return matrix_of(
        orjson.loads(card_on(known, system_id, day)),
        {duty.value: interim.id if interim else None for duty, interim in interims.items()},
    )


def duties_of_unit(reader: Reader, unit_id: str, query: DutyList) -> tuple[Page, Sequence[bytes]]:
    """The matrices of the systems of a unit, its subtree included unless said otherwise; those in use."""
    known = reader.known(query.known_at)
    if unit_id not in known.organisation.units:
        find(reader.session, Unit, unit_id)
    card = known.table(Card).c
    statement = select(card.system_id, card.body, card.shape).where(
        card.unit_id.in_(units(known, [unit_id], subunits=query.include_subunits)), card.in_use.is_(True)
    )
    page = read_page(reader.session, statement, order(known), query)
    cards = map(orjson.loads, bodies(known, page.rows))
    return page, [encode(matrix_of(card, interims_of(card))) for card in cards]
