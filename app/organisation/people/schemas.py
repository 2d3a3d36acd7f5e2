"""Bodies of people."""

from datetime import date
from typing import Annotated

from app.core.columns import Header
from app.core.keyed import KeyedBody, ResourceView
from app.core.partial import Patch
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
    """A person. `former`: the last day is past; `erasedOn`: when the name and the contact details were erased."""

    former: bool
    erased_on: date | None


class PersonList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("name")] = ("name",)
    q: Line | None = None
    """A part of the name."""
    source: list[Line] = []
    external_id: list[Line] = []
