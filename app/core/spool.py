"""Things put aside in a temporary file, to be taken up again in the same order, when memory should stay flat."""

import pickle
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Any, Generic, Self, TypeVar

import zstandard

T = TypeVar("T")
#: Quick, and a tenth of what cards and entries take as they are.
_LEVEL = 1


class Spool(Generic[T]):
    """A file without a name, which nobody else can open and which is gone with the process.

    Its contents are read back with pickle: they come from nowhere but this object.
    """

    def __init__(self) -> None:
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed with the spool
        self._sizes: list[int] = []
        self._pack = zstandard.ZstdCompressor(level=_LEVEL)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, thing: T) -> None:
        packed = self._pack.compress(pickle.dumps(thing, pickle.HIGHEST_PROTOCOL))
        self._file.write(packed)
        self._sizes.append(len(packed))

    def __iter__(self) -> Iterator[T]:
        """From the beginning, each as a copy."""
        unpack = zstandard.ZstdDecompressor()
        self._file.seek(0)
        for size in self._sizes:
            thing: Any = pickle.loads(unpack.decompress(self._file.read(size)))  # noqa: S301 - our own, see above
            yield thing
