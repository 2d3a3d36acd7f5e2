"""The feed and the verification as clients get them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from app.core.schema import Schema
from app.core.text import AS_DIGITS, Line
from app.models import RESOURCES

ResourceName = StrEnum("ResourceName", {name: name for name in (*RESOURCES, "register")})  # type: ignore[misc]
"""What the journal has entries of; `register`: an evaluation of everything, for a new day or a new release."""


class ChangeView(Schema):
    """One entry of the journal. `changed` names the keys that differ, not their values.

    `actor` and `reason` are null for callers who may not see the history of the system; everyone sees their own.
    """

    revision: int
    at: datetime
    actor: str | None
    action: Literal["create", "update", "delete", "evaluate"]
    resource: ResourceName
    resource_id: str
    reason: str | None
    changed: list[str]


class ChangeFeed(Schema):
    """Oldest first. Ask again with `after` = `nextAfter`; nothing is missed and nothing comes twice."""

    items: list[ChangeView]
    next_after: int


class ChangeQuery(Schema):
    after: Annotated[int, Field(ge=0, lt=2**31), AS_DIGITS] = 0
    """The last revision that you have."""
    limit: Annotated[int, Field(ge=1, le=200), AS_DIGITS] = 50
    resource: tuple[ResourceName, ...] = ()
    resource_id: tuple[Line, ...] = ()


class JournalVerification(Schema):
    """Whether the chain holds, and whether what stands in the database is what it says.

    `problem` names the first difference, and `firstBadRevision` the entry that it is about; null where all is well,
    and where no entry speaks of it.
    """

    valid: bool
    entries: int
    head_revision: int
    head_hash: str
    first_bad_revision: int | None
    problem: str | None
    protected_from: int | None
    """The first entry that vouches for what was known when; earlier ones were written by an earlier release."""
    cards_compared: bool
    """Whether the cards were worked out anew and compared; not before the day has been evaluated."""
    outside: list[str]
    """The tables that nothing can be compared with."""
