"""Things put aside in a temporary file, to be taken up again in the same order, when memory should stay flat."""

import pickle
from array import array
from collections.abc import Collection, Iterator, Sequence
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
        self._sizes = array("Q")
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
        unpack, begin = zstandard.ZstdDecompressor(), 0
        for size in self._sizes:
            self._file.seek(begin)
            thing: Any = pickle.loads(unpack.decompress(self._file.read(size)))  # noqa: S301 - our own, see above
            yield thing
            begin += size


class SpooledList(Collection[T]):
    """Things of which there are too many to be in memory at once, in the order in which they were added."""

    def __init__(self) -> None:
        self._spool: Spool[Sequence[T]] = Spool()
        self._number = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._spool.__exit__()

    def extend(self, things: Sequence[T]) -> None:
        """Add them; so many are in memory together when they are read."""
        self._spool.put(things)
        self._number += len(things)

    def __len__(self) -> int:
        return self._number

    def __iter__(self) -> Iterator[T]:
        for things in self._spool:
            yield from things

    def __contains__(self, thing: object) -> bool:
        return any(thing == each for each in self)
