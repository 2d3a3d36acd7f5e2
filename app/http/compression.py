"""Content codings: which of them a request takes, and a body in it."""

import zlib
from collections.abc import Callable, Mapping

import brotli
import zstandard

#: Smaller bodies go in a few packets as they are. Single resources are smaller, so their tags stay one.
_SMALLEST = 16_384
#: In a file of gzip, and the smallest window that every client reads.
_GZIP_WINDOW = 31


def _gzip(body: bytes) -> bytes:
    packer = zlib.compressobj(level=1, wbits=_GZIP_WINDOW)
    return packer.compress(body) + packer.flush()


def _zstd(body: bytes) -> bytes:
    return zstandard.compress(body, 3)


def _brotli(body: bytes) -> bytes:
    packed: bytes = brotli.compress(body, quality=1)
    return packed


#: In the order in which they are taken where a client likes several as much: the cheapest first.
CODINGS: Mapping[str, Callable[[bytes], bytes]] = {"zstd": _zstd, "br": _brotli, "gzip": _gzip}


def coding_for(accepted: str | None, body: bytes) -> str | None:
    """The coding to send the body in; None: as it is. `accepted`: the Accept-Encoding header."""
    return None if len(body) < _SMALLEST else best_coding(accepted)


def best_coding(accepted: str | None) -> str | None:
    """The one that an Accept-Encoding header likes best, whatever the body; None: as it is."""
    if not accepted:
        return None
    weights = _weights(accepted)
    rest = weights.get("*", 0.0)
    liked = {coding: weights.get(coding, rest) for coding in CODINGS}
    best = max(liked.values())
    if best <= 0 or weights.get("identity", 0.0) > best:
        return None
    return next(coding for coding, weight in liked.items() if weight == best)


def _weights(header: str) -> dict[str, float]:
    """Each coding that the header names, and how much it is liked; a weight that is no number counts as none."""
    found: dict[str, float] = {}
    for part in header.split(","):
        coding, *parameters = (piece.strip().lower() for piece in part.split(";"))
        weight = 1.0
        for parameter in parameters:
            name, _, value = parameter.partition("=")
            if name.strip() == "q":
                try:
                    weight = float(value)
                except ValueError:
                    weight = 0.0
        found[coding] = weight
    return found
