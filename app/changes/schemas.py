"""The feed and the verification as clients get them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Literal

from pydantic import Field

from app.core.schema import Schema
from app.core.text import Line, QueryWhole
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
    after: Annotated[QueryWhole, Field(ge=0, lt=2**31)] = 0
    """The last revision that you have."""
    limit: Annotated[QueryWhole, Field(ge=1, le=200)] = 50
    resource: list[ResourceName] = []
    resource_id: list[Line] = []


class JournalVerification(Schema):
    """`firstBadRevision` is null when the whole chain holds."""

    valid: bool
    entries: int
    head_revision: int
    head_hash: str
    first_bad_revision: int | None
    problem: str | None
