"""Bodies of people."""

from datetime import date
from typing import Annotated

from app.core.columns import Header
from app.core.identifiers import Identifier
from app.core.keyed import KeyedBody, ResourceView
from app.core.partial import Patch
from app.core.schema import Schema
from app.core.text import Day, Email, Line, Phone
from app.http.lists import ListQuery
from app.http.sorting import SortNames


class PersonWrite(KeyedBody):
    """A person, as it is registered."""

    name: Annotated[Line, Header("Navn")]
    email: Annotated[Email | None, Header("E-mail")] = None
    phone: Annotated[Phone | None, Header("Telefon")] = None
    leaves_on: Annotated[Day | None, Header("Fratræder")] = None
    """The last day of work, where one is known."""


class PersonPatch(Patch, of=PersonWrite):
    """What is absent stays; null clears."""


class PersonView(PersonWrite, ResourceView):
    """A person. `former`: the last day is past; `erasedOn`: when the name and the contact details were erased.

    `email` and `phone` are null for callers who may not see contact details; everyone sees their own.
    """

    former: bool
    erased_on: date | None


class Remain(Schema):
    """Where the name, the mail address or the phone number stands in a text."""

    resource: str
    resource_id: Identifier
    key: str
    """The field; `actor` and `reason` are those of the entry."""
    revision: int | None
    """Of an entry of the journal, which is never changed; null where the text can be corrected."""


class ErasureView(PersonView):
    """What is left of the person. `remains`: places that the erasure does not reach, at most 500."""

    remains: list[Remain]
    """Where the name still stands."""


class PersonList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("name")] = ("name",)
    q: Line | None = None
    """A part of the name."""
    source: tuple[Line, ...] = ()
    external_id: tuple[Line, ...] = ()
