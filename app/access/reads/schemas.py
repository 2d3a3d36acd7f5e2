"""The log of reads as coordinators get it."""

from datetime import datetime
from typing import Annotated

from app.core.identifiers import Identifier
from app.core.schema import Schema
from app.core.text import DayOrInstant, Line
from app.http.lists import ListQuery
from app.http.sorting import SortNames
from app.security.sightings import ReadKind


class SubjectView(Schema):
    """What something was shown of: a `person`, a `unit`, a `contract`, a `system`, an `import`, or what changed."""

    resource: str
    resource_id: str


class ReadView(Schema):
    """One question and its answers within one hour."""

    id: Identifier
    actor: str
    """Who asked: the token's name, or the person's."""
    token_id: str
    kind: ReadKind
    request: str
    """Method and path; of an export also the query."""
    first_at: datetime
    """When it was asked first within the hour."""
    last_at: datetime
    """When it was asked last within the hour."""
    times: int
    """How often it was asked, and answered."""
    subjects: list[SubjectView]
    """Empty for an export, whose rows are not named one by one."""


class ReadQuery(ListQuery):
    """Newest first."""

    resource_id: tuple[Line, ...] = ()
    """Who has seen something of this person, unit, contract or system? Files that may have held it are among them."""
    token_id: tuple[Line, ...] = ()
    kind: tuple[ReadKind, ...] = ()
    since: DayOrInstant | None = None
    """Those asked on this day, or from this instant on."""
    until: DayOrInstant | None = None
    """Those asked up to the end of this day, or up to this instant."""
    sort: Annotated[tuple[str, ...], SortNames("lastAt")] = ("-lastAt",)
