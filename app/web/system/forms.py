"""What the forms about a system share: the tag of what was read, and a body out of the fields that were filled in."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from app.web.asking import PageRequest
from app.web.interior import Refused

#: A field's text → what the interface takes; raises ValueError.
FieldReader = Callable[[str], Any]
#: The form's name → the interface's, and how its text is read.
Fields = Mapping[str, tuple[str, FieldReader]]


def lines(text: str) -> list[str]:
    """One on each line, or between commas."""
    return [part.strip() for line in text.splitlines() for part in line.split(",") if part.strip()]


def status_of(refused: Refused | None) -> int:
    """412 is told as a page that can be sent again: what was typed is kept, and what stands now is shown beside it."""
    return HTTPStatus.OK if refused is None else refused.status


def read_fields(page: PageRequest, fields: Fields, faults: dict[str, str]) -> dict[str, Any]:
    """Each field of the form under the interface's name, None where it was left empty.

    `fields`: the form's name → the interface's, and how its text is read; what cannot be read is put into `faults`.
    """
    body: dict[str, Any] = {}
    for danish, (name, parse) in fields.items():
        text = page.text(danish)
        try:
            body[name] = None if text is None else parse(text)
        except ValueError:
            faults[danish] = page.words.say("Det kan ikke læses. Skriv et helt tal.")
    return body
