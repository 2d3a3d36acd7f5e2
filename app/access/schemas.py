"""Bodies of access tokens."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from app.core.identifiers import Identifier
from app.core.keyed import ResourceView
from app.core.schema import Schema
from app.core.text import Day, Line, Whole
from app.http.lists import ListQuery
from app.http.sorting import SortNames
from app.vocabulary import Role


class TokenWrite(Schema):
    """A token, as it is asked for."""

    name: Line
    role: Role
    unit_id: Identifier | None = None
    """Limits what the token may change to the subtree of the unit."""
    person_id: Identifier | None = None
    """Whose token it is. The role `owner` answers for the positions that this person holds, and for no others."""
    expires_on: Day | None = None
    """The last day on which the token works."""


class TokenView(ResourceView):
    """A token, without its secret."""

    name: str
    role: Role
    unit_id: Identifier | None
    person_id: Identifier | None
    expires_on: date | None
    revoked_at: datetime | None
    last_used_on: date | None
    """The last day on which the token was used; a use is written down within seconds."""


class Rotation(Schema):
    """A successor for a token: the same name, role, unit and person, and a secret of its own."""

    expires_on: Day | None = None
    """The successor's last day; can be left out where the old token has no end either."""
    overlap_days: Annotated[Whole, Field(ge=0, le=90)] = 7
    """For so many days more the old one works beside it, unless it ends before."""


class NewToken(TokenView):
    """The only answer that ever holds the secret."""

    secret: str


class TokenList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("name")] = ("name",)


class Me(Schema):
    """The caller."""

    token_id: Identifier
    name: str
    role: Role
    """The one of `roles` that may do most."""
    roles: list[Role]
    """They unite; one that has ended for the person is not among them."""
    unit_id: Identifier | None
    person_id: Identifier | None
    permissions: list[str]
