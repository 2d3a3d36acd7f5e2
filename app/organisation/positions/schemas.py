"""Bodies of positions."""

from datetime import date
from typing import Annotated

from pydantic import Field

from app.core.columns import Header
from app.core.identifiers import Identifier
from app.core.keyed import KeyedBody, ResourceView
from app.core.partial import Patch
from app.core.schema import Schema
from app.core.text import AS_DIGITS, Dkk, Flag, Line, Whole
from app.http.lists import ListQuery
from app.http.sorting import SortNames
from app.tabular import amounts, values
from app.vocabulary import Answer

ManagementLevel = Annotated[Whole, Field(ge=0, le=5)]


class PositionWrite(KeyedBody):
    """A position, as it is registered."""

    title: Annotated[Line, Header("Stilling")]
    unit_id: Annotated[Identifier, Header("Enhed", name="unit")]
    management_level: Annotated[ManagementLevel, Header("Ledelsesniveau", read=values.level)]
    reports_to_id: Annotated[Identifier | None, Header("Refererer til", name="reportsTo")] = None
    """Null: derived, the leading position of the unit, else of the nearest unit above."""
    leads_unit: Annotated[Flag, Header("Leder enheden")] = False
    budget_authority: Annotated[Answer, Header("Budgetansvar")] = Answer.UNKNOWN
    budget_limit_dkk: Annotated[Dkk | None, Header("Beløbsgrænse", read=amounts.money_dkk)] = None


class PositionPatch(Patch, of=PositionWrite):
    """What is absent stays; null clears."""


class Incumbent(Schema):
    """Who sits in the position today. `until` is the last day, where one is known."""

    person_id: Identifier
    name: str
    since: date
    until: date | None


class Superior(Schema):
    """The position above."""

    position_id: Identifier
    title: str
    management_level: int


class PositionView(PositionWrite, ResourceView):
    """A position, with who holds it today and whom it reports to."""

    holder: Incumbent | None
    deputy: Incumbent | None
    reports_to: Superior | None


class PositionList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("title", "managementLevel")] = ("title",)
    q: Line | None = None
    """A part of the title."""
    unit_id: tuple[Identifier, ...] = ()
    management_level: tuple[Annotated[int, Field(ge=0, le=5), AS_DIGITS], ...] = ()
    source: tuple[Line, ...] = ()
    external_id: tuple[Line, ...] = ()
