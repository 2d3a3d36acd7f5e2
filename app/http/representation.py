"""Bodies as bytes, and the strong entity tags that name them."""

import re

from xxhash import xxh3_128_hexdigest

from app.core.canonical import dump
from app.core.errors import PreconditionFailed, PreconditionRequired
from app.core.languages import Text
from app.core.schema import Schema
from app.http.compression import CODINGS

JSON = "application/json"
#: The end of a tag in a content coding.
_IN_CODING = re.compile(rf'-({"|".join(CODINGS)})"$')
#: The Cache-Control of whatever may be kept by the caller alone, and is asked for again each time.
ASK_AGAIN = "private, no-cache"

#: What a query gives: ready JSON, or a schema to be written as JSON.
Representation = bytes | Schema


def encode(representation: Representation) -> bytes:
    if isinstance(representation, bytes):
        return representation
    return dump(representation.model_dump(mode="json", by_alias=True))


def entity_tag(body: bytes) -> str:
    """A strong validator: differs whenever the bytes do, but for one chance in 2^64 among billions of answers.

    The hash is no cryptographic one: whoever makes two bodies of one tag fools nobody but the own cache (ADR 0029).
    """
    return f'"{xxh3_128_hexdigest(body)}"'


def tag_in_coding(tag: str, coding: str) -> str:
    """The tag of the same body in a content coding: other bytes, so another tag."""
    return f'{tag[:-1]}-{coding}"'


def _of_the_body(tag: str) -> str:
    """The tag that the one in a content coding was made of."""
    return _IN_CODING.sub('"', tag.strip())


def matches(header: str, tag: str) -> bool:
    """Whether an If-Match header names the tag, in whatever coding it was read. A weak tag never matches strongly."""
    return any(_of_the_body(candidate) in {"*", tag} for candidate in header.split(","))


def none_match(header: str | None, tag: str) -> bool:
    """If-None-Match compares weakly: W/ makes no difference."""
    return header is not None and any(
        _of_the_body(candidate).removeprefix("W/") in {"*", tag} for candidate in header.split(",")
    )


def require_match(header: str | None, tag: str) -> None:
    """Raises 428 without If-Match, 412 where it names another state than the one that stands."""
    if header is None:
        raise PreconditionRequired(
            Text("Send If-Match with the ETag that you read.", da="Send If-Match med den ETag, du læste.")
        )
    if not matches(header, tag):
        raise PreconditionFailed(
            Text(
                "Someone changed it since you read it. Read it again, then decide.",
                da="Nogen har ændret det, siden du læste det. Læs det igen, og tag så stilling.",
            )
        )


def require_no_match(header: str | None, tag: str) -> None:
    """Raises 412 where If-None-Match names what stands; `*` names whatever stands."""
    if none_match(header, tag):
        raise PreconditionFailed(
            Text(
                "It is there already, and If-None-Match says that it must not be.",
                da="Det findes allerede, og det må det ikke ifølge If-None-Match.",
            )
        )
