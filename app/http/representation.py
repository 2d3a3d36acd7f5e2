"""Bodies as bytes, and the strong entity tags that name them."""

import re
from collections.abc import Sequence

from xxhash import xxh3_128_hexdigest

from app.core.canonical import dump
from app.core.errors import InvalidInput, PreconditionFailed, PreconditionRequired
from app.core.languages import Text
from app.core.schema import Schema
from app.http.compression import CODINGS

JSON = "application/json"
#: The end of a tag in a content coding.
_IN_CODING = re.compile(rf'-({"|".join(CODINGS)})"$')
#: RFC 9110, 8.8.3.
_TAG = r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"'
_ENTITY_TAG = re.compile(_TAG)
#: What If-Match may be, for JSON Schema.
IF_MATCH = rf"^(\*|{_TAG}(, *{_TAG})*)$"
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


def matches(candidates: Sequence[str], tag: str) -> bool:
    """Whether If-Match names the tag, in whatever coding it was read. A weak tag never matches strongly."""
    return any(_of_the_body(candidate) in {"*", tag} for candidate in candidates)


def none_match(header: str | None, tag: str) -> bool:
    """If-None-Match compares weakly: W/ makes no difference."""
    return header is not None and any(
        _of_the_body(candidate).removeprefix("W/") in {"*", tag} for candidate in header.split(",")
    )


def entity_tags(header: str) -> list[str]:
    """What an If-Match header lists; raises InvalidInput for what is neither `*` nor a list of entity tags."""
    if header.strip() == "*":
        return ["*"]
    found = _ENTITY_TAG.findall(header)
    if not found or _ENTITY_TAG.sub("", header).strip(", \t"):
        raise InvalidInput.at(
            "If-Match",
            "malformed",
            Text(
                'If-Match holds no entity tag. Send the ETag as it was read, with its quotation marks: "…".',
                da='If-Match indeholder ikke en ETag. Send den ETag, du læste, uændret og med anførselstegn: "…".',
            ),
        )
    return found


def require_match(header: str | None, tag: str) -> None:
    """Raises 428 without If-Match, 400 where it is malformed, 412 where it names another state than what stands."""
    if header is None:
        raise PreconditionRequired(
            Text("Send If-Match with the ETag that you read.", da="Send If-Match med den ETag, du læste.")
        )
    candidates = entity_tags(header)
    if not matches(candidates, tag):
        if all(candidate.startswith("W/") for candidate in candidates):
            raise PreconditionFailed(
                Text(
                    "If-Match names a weak tag (W/), which never matches. Send the ETag as it was read.",
                    da="If-Match har en svag ETag (W/), og den passer aldrig. Send den ETag, du læste, uændret.",
                )
            )
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
