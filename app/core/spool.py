"""Things put aside in a temporary file, to be taken up again in the same order, when memory should stay flat."""

from array import array
from collections.abc import Iterator
from tempfile import TemporaryFile
from typing import IO, Generic, Self, TypeVar

from app.core.packing import Packing

T = TypeVar("T")


class Spool(Generic[T]):
    """A file without a name, which nobody else can open and which is gone with the process. None is in memory."""

    def __init__(self) -> None:
        self._file: IO[bytes] = TemporaryFile()  # noqa: SIM115 - closed with the spool
        self._sizes = array("Q")
        self._packing = Packing()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def put(self, thing: T) -> None:
        packed = self._packing.pack(thing)
        self._file.write(packed)
        self._sizes.append(len(packed))

    def __iter__(self) -> Iterator[T]:
        """From the beginning, each as a copy."""
        packing, begin = Packing(), 0
        for size in self._sizes:
            self._file.seek(begin)
            yield packing.unpack(self._file.read(size))
            begin += size
