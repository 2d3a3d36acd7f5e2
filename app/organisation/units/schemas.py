"""Bodies of units."""

from typing import Annotated

from app.core.columns import Header
from app.core.identifiers import Identifier
from app.core.keyed import KeyedBody, ResourceView
from app.core.partial import Patch
from app.core.text import Line, Phone
from app.http.lists import ListQuery
from app.http.sorting import SortNames
from app.vocabulary import UnitKind


class UnitWrite(KeyedBody):
    """A unit, as it is registered."""

    name: Annotated[Line, Header("Enhed")]
    kind: Annotated[UnitKind, Header("Type")] = UnitKind.OTHER
    parent_id: Annotated[Identifier | None, Header("Overordnet enhed", name="parent")] = None
    on_call_name: Annotated[Line | None, Header("Vagt")] = None
    """Who is called outside working hours, also for the units below that name nobody."""
    on_call_phone: Annotated[Phone | None, Header("Vagttelefon")] = None


class UnitPatch(Patch, of=UnitWrite):
    """What is absent stays; null clears."""


class UnitView(UnitWrite, ResourceView):
    """A unit. `onCallPhone` is null for callers who may not see contact details."""


class UnitList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("name", "kind")] = ("name",)
    q: Line | None = None
    """A part of the name."""
    kind: tuple[UnitKind, ...] = ()
    parent_id: tuple[Identifier, ...] = ()
    source: tuple[Line, ...] = ()
    external_id: tuple[Line, ...] = ()
