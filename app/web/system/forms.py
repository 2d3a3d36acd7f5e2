"""What the forms about a system share: what stands, a body out of the fields, and what is wrong beside each of them."""

from collections.abc import Callable, Mapping
from http import HTTPStatus
from typing import Any

from app.web.asking import PageRequest
from app.web.interior import Refused, step

#: A field's text → what the interface takes; raises ValueError with a marked sentence.
FieldReader = Callable[[str], Any]
#: The form's name → the interface's, and how its text is read.
Fields = Mapping[str, tuple[str, FieldReader]]

#: Fields that people choose from a list: what the interface calls the choices is nothing to show.
_CODES = frozenset({"criticality", "kind", "lifecycle", "supportHours", "unitId"})


def lines(text: str) -> list[str]:
    """One on each line; a comma may be part of a name."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def numbers(text: str) -> list[str]:
    """One on each line, or between commas: there is none in a KLE number."""
    return [part.strip() for line in lines(text) for part in line.split(",") if part.strip()]


def read_fields(page: PageRequest, fields: Fields, faults: dict[str, str]) -> dict[str, Any]:
    """Each field of the form under the interface's name, None where it was left empty.

    `fields`: the form's name → the interface's, and how its text is read; what cannot be read is put into `faults`.
    """
    body: dict[str, Any] = {}
    for danish, (name, parse) in fields.items():
        text = page.text(danish)
        try:
            body[name] = None if text is None else parse(text)
        except ValueError as error:
            faults[danish] = page.words.say(str(error))
    return body


def filled_in(body: Mapping[str, Any]) -> dict[str, Any]:
    """Of something new: what was left empty is left out."""
    return {name: value for name, value in body.items() if value is not None}


async def standing(page: PageRequest, field: str, path: str) -> tuple[dict[str, Any] | None, str | None]:
    """What the form, or the address, names with `field` as it stands below `path`, and its tag; None for a new one."""
    named = page.text(field) or page.query.get(field)
    if named is None:
        return None, None
    answer = await page.interior.call("GET", f"{path}/{step(named)}")
    return answer.body, answer.headers["etag"]


def faults_of(
    page: PageRequest, fields: Fields, refused: Refused | None, stands: Mapping[str, Any] | None
) -> dict[str, str]:
    """What is wrong with each field, by the form's name.

    Where somebody else has changed it meanwhile, that is what stands there now: what was typed is kept, and who sends
    it again has seen what it covers.
    """
    faults = {}
    for danish, (name, parse) in fields.items():
        fault = refused.at(f"/{name}") if refused is not None else None
        if fault is not None:
            faults[danish] = fault
        elif refused is not None and refused.status == HTTPStatus.PRECONDITION_FAILED and stands is not None:
            text = page.text(danish)
            typed = [] if text is None and isinstance(stands[name], list) else text and parse(text)
            if typed != stands[name]:
                faults[danish] = _told(page, name, stands[name])
    return faults


def _told(page: PageRequest, name: str, value: Any) -> str:  # noqa: ANN401 - JSON
    if value in (None, "", []):
        return page.words.say("Der står ikke noget nu.")
    if name in _CODES:
        return page.words.say("Der står noget andet nu.")
    text = "; ".join(value) if isinstance(value, list) else str(value)
    return page.words.say("Der står nu: %(text)s", text=text)
