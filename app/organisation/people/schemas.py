"""Bodies of people."""

from app.core.keyed import KeyedBody, ResourceView
from app.core.partial import Patch
from app.core.text import Day, Email, Line, Phone
from app.http.lists import ListQuery


class PersonWrite(KeyedBody):
    name: Line
    email: Email | None = None
    phone: Phone | None = None
    leaves_on: Day | None = None
    """The last day of work, where one is known."""


class PersonPatch(Patch, of=PersonWrite):
    """What is absent stays; null clears."""


class PersonView(PersonWrite, ResourceView):
    """A person."""


class PersonList(ListQuery):
    q: Line | None = None
    """A part of the name."""
    source: list[Line] = []
    external_id: list[Line] = []
