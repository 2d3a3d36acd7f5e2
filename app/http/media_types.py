"""Media types as headers name them: letter case makes no difference, parameters stand apart."""

import re
from collections.abc import Iterable

JSON_TYPES = frozenset({"application/json", "application/merge-patch+json"})
MULTIPART = "multipart/form-data"
_ZERO = re.compile(r"0+(\.0*)?")


def media_type(header: str | None) -> str:
    """The type alone, in lower case; empty where there is none."""
    return (header or "").partition(";")[0].strip().lower()


def accepts_any(header: str, offered: Iterable[str]) -> bool:
    """Whether an Accept header takes one of the types. The range that fits a type best decides, as RFC 9110 has it."""
    ranges = [(media_type(part), _refused(part)) for part in header.split(",")]
    return any(_takes(ranges, offer) for offer in offered)


def names(header: str, offer: str) -> bool:
    """Whether an Accept header names the very type."""
    return any(media_type(part) == offer for part in header.split(","))


def _takes(ranges: list[tuple[str, bool]], offer: str) -> bool:
    for fitting in (offer, f"{offer.partition('/')[0]}/*", "*/*"):
        refusals = [refused for asked, refused in ranges if asked == fitting]
        if refusals:
            return not all(refusals)
    return False


def _refused(part: str) -> bool:
    """Whether its weight is zero, however that is spelt; a weight that is no number counts as one."""
    for parameter in part.split(";")[1:]:
        name, _, weight = parameter.partition("=")
        if name.strip().lower() == "q":
            return _ZERO.fullmatch(weight.strip()) is not None
    return False
