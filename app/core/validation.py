"""Pydantic's errors as the application's own: the input itself is never repeated."""

from collections.abc import Sequence
from typing import Any, TypeVar

from pydantic import ValidationError

from app.core.cpr import hide_cpr
from app.core.errors import FieldProblem, InvalidInput
from app.core.languages import Text
from app.core.objections import objection
from app.core.schema import Schema

#: What Pydantic writes behind a key that it objects to; a pointer to the key's member says the same.
_KEY = "[key]"

S = TypeVar("S", bound=Schema)


def field_problems(errors: Sequence[Any], *, root: str = "") -> tuple[FieldProblem, ...]:
    """Pydantic's errors as field problems."""
    return tuple(FieldProblem(_pointer(error["loc"], root), _code(error["type"]), objection(error)) for error in errors)


def invalid(error: ValidationError) -> InvalidInput:
    """A body that does not validate."""
    problems = field_problems(error.errors(include_url=False, include_input=False))
    return InvalidInput(summary(problems), errors=problems)


def _pointer(location: Sequence[str | int], root: str) -> str:
    parts = list(location[:-1] if len(location) > 1 and location[-1] == _KEY else location)
    if parts and parts[0] in {"query", "path", "header", "body"}:
        where = parts.pop(0)
        if where == "query":
            return f"?{parts[0]}" if parts else "?"
        if where in {"path", "header"}:
            return str(parts[0]) if parts else str(where)
    return root + "".join(f"/{as_step(str(part))}" for part in parts)


def as_step(name: str) -> str:
    """The name of a key as a JSON pointer writes it (RFC 6901); a stand-in for one that holds a CPR number."""
    return hide_cpr(name).replace("~", "~0").replace("/", "~1")


def _code(kind: str) -> str:
    return {"extra_forbidden": "unknown-key", "missing": "missing"}.get(kind, kind.replace("_", "-"))


def summary(problems: Sequence[FieldProblem]) -> Text:
    """One sentence for people."""
    first, more = problems[0], len(problems) - 1
    said = first.placed()
    return Text(
        said.en + (f" (and {more} more)" if more else ""), da=said.da + (f" (og {more} fejl mere)" if more else "")
    )


def validated(schema: type[S], values: dict[str, Any]) -> S:
    """The values, by attribute, as the schema; raises InvalidInput, which points at the keys of the JSON."""
    fields = schema.model_fields
    by_key = {(fields[name].alias if name in fields else None) or name: value for name, value in values.items()}
    try:
        return schema.model_validate(by_key)
    except ValidationError as error:
        raise invalid(error) from error
