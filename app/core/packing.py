"""Things as they lie in a temporary file of this process."""

import pickle
from typing import Any

import zstandard

#: Quick, and a fifth to a tenth of what rows and cards take as they are.
_LEVEL = 1


class Packing:
    """For one thread at a time. What is unpacked comes from nowhere but this process: pickle would run anything."""

    def __init__(self) -> None:
        self._compressor = zstandard.ZstdCompressor(level=_LEVEL)
        self._decompressor = zstandard.ZstdDecompressor()

    def pack(self, thing: object) -> bytes:
        return self._compressor.compress(pickle.dumps(thing, pickle.HIGHEST_PROTOCOL))

    def unpack(self, packed: bytes) -> Any:  # noqa: ANN401 - whatever was packed, as a copy
        return pickle.loads(self._decompressor.decompress(packed))  # noqa: S301 - our own, see above
