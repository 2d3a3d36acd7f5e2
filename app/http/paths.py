"""The path of a request, read segment by segment as it was sent: an encoded slash is part of a key."""

from typing import Annotated
from urllib.parse import quote, unquote_plus, unquote_to_bytes

from pydantic import BeforeValidator
from starlette.types import Scope

from app.core.errors import InvalidInput
from app.core.languages import Text
from app.core.text import Line

# A slash within a segment, while the path is routed. No UTF-8 holds a lone surrogate, so it can mean nothing else.
_SLASH = "\udc2f"
#: What may stand in a query as it is (RFC 3986, 3.4), percent signs of what is encoded already among it.
_IN_A_QUERY = "%&=+:,;@/?!$'()*"


def sent_path(scope: Scope) -> str:
    """The path as the client wrote it, percent signs and all: what names the request in a problem."""
    return _raw(scope).decode("latin-1")


def routed_path(scope: Scope) -> str:
    """The path as text to route by. Raises InvalidInput for bytes that are no UTF-8."""
    try:
        segments = [unquote_to_bytes(segment).decode() for segment in _raw(scope).split(b"/")]
    except UnicodeDecodeError as error:
        raise InvalidInput.at(
            "path", "bad-encoding", Text("The path is not valid UTF-8.", da="Adressen er ikke gyldig UTF-8. Ret den.")
        ) from error
    return "/".join(segment.replace("/", _SLASH) for segment in segments)


def following(scope: Scope, cursor: str) -> str:
    """The address of the same list from the cursor on, written as the client wrote it."""
    query: bytes = scope["query_string"]
    others = [pair for pair in query.split(b"&") if pair and unquote_plus(pair.partition(b"=")[0].decode()) != "cursor"]
    return f"{sent_path(scope)}?{quote(b'&'.join([*others, b'cursor=' + cursor.encode()]), safe=_IN_A_QUERY)}"


def _raw(scope: Scope) -> bytes:
    raw: bytes | None = scope.get("raw_path")
    return quote(scope["path"]).encode() if raw is None else raw


def with_slashes(step: str) -> str:
    """A step of a routed path as it was meant."""
    return step.replace(_SLASH, "/")


KeySegment = Annotated[Line, BeforeValidator(lambda value: with_slashes(value) if isinstance(value, str) else value)]
"""A key as one segment of a path; `%2F` is a slash in it."""
