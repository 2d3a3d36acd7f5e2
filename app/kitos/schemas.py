"""Bodies of the differences between KITOS and the register."""

from datetime import datetime
from typing import Annotated, Any, Literal

from app.core.identifiers import Identifier
from app.core.schema import Schema
from app.http.lists import ListQuery
from app.http.sorting import SortNames
from app.imports.choices import ImportKind

WhoseWord = Literal["outside", "register"]


class KitosDifference(Schema):
    """`field` is empty where it is about the whole thing: gone there, deleted here, or refused."""

    id: Identifier
    kind: ImportKind
    external_id: str
    """Its uuid in KITOS; of a duty, the system's."""
    field: str
    """The column of imports, or the code of the duty."""
    reason: str
    """`changed` by both, `deleted` in KITOS, `deletedHere`, or `refused` by the register."""
    detail: str | None
    """More on the reason, in Danish."""
    name: str
    """What it is about, in quotes; of a duty, the system."""
    header: str
    """The field, or the duty, in Danish."""
    outside_words: str
    """What KITOS says, with names and labels, in Danish."""
    here_words: str
    """What the register says, likewise."""
    before: Any
    """What KITOS said when both said the same."""
    outside: Any
    """What KITOS says now."""
    here: Any
    """What the register said when the difference was noted."""
    noted_at: datetime
    """When it was noted, or last changed."""


class KitosDifferenceList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("notedAt")] = ("notedAt",)


class KitosDecision(Schema):
    """Whose word counts from now on."""

    take: WhoseWord
    """`outside`: take over what KITOS says. `register`: let the register stand."""
