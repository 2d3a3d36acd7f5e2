"""The headers of every answer: the version, and what a browser may do with it."""

from collections.abc import Iterable

from starlette.types import Scope

from app import __version__

RawHeader = tuple[bytes, bytes]
_ALWAYS: list[RawHeader] = [
    (b"api-version", __version__.encode()),
    (b"x-content-type-options", b"nosniff"),
]
#: The page /docs, and answers that may be kept, have their own.
_UNLESS_GIVEN: list[RawHeader] = [
    (b"cache-control", b"no-store"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    # For old browsers, and for the scanners that ask for it by name.
    (b"x-frame-options", b"DENY"),
    (b"referrer-policy", b"no-referrer"),
    (b"cross-origin-resource-policy", b"same-origin"),
]
#: A browser believes it over TLS alone, and whoever serves without it would lock itself out later.
_OVER_TLS: RawHeader = (b"strict-transport-security", b"max-age=31536000")


def complete(given: Iterable[RawHeader], scope: Scope, more: Iterable[RawHeader]) -> list[RawHeader]:
    """What the application gave, with the rest."""
    headers = [*given, *more, *_ALWAYS]
    names = {name for name, _ in headers}
    headers += [header for header in _UNLESS_GIVEN if header[0] not in names]
    if scope["scheme"] == "https":
        headers.append(_OVER_TLS)
    return headers
