"""Things of which those that were used last are in memory: the others lie in a temporary file, and come back."""

import weakref
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO, Generic, TypeVar, overload

from app.core.packing import Packing

T = TypeVar("T")
#: Things of one block, and blocks that are in memory at once, where there is no reason for others.
BLOCK, MOST = 250, 8


class Block(Generic[T]):
    """Some of the things, which come and go together. Made by `Blocks.block`."""

    __slots__ = ("__weakref__", "_begin", "_blocks", "_room", "_size", "_things")

    def __init__(self, blocks: "Blocks[T]", things: list[T]) -> None:
        self._blocks = blocks
        self._things: list[T] | None = things
        self._begin, self._room, self._size = -1, 0, 0

    def __getitem__(self, place: int) -> T:
        """The thing, which may be changed as long as few others are asked for. It is another one when it comes back."""
        things = self._things
        if things is None:
            things = self._things = self._blocks.fetch(self, self._begin, self._size)
        return things[place]

    def put_away(self, file: IO[bytes], packing: Packing) -> None:
        """Where it was, if it still fits there."""
        if self._room and not self._blocks.are_changed:
            self._things = None
            return
        packed = packing.pack(self._things)
        if len(packed) > self._room:
            self._begin, self._room = file.seek(0, 2), len(packed)
        else:
            file.seek(self._begin)
        file.write(packed)
        self._size = len(packed)
        self._things = None


class Blocks(Generic[T]):
    """`most`: blocks that are in memory at once. Fewer need no file. `are_changed`: whether things may be changed.

    The file has no name, so that nobody else can open it. It is closed once nobody has any of the blocks: they hold
    this object, and it holds none of them, so that this is known at once.
    """

    def __init__(self, most: int, *, are_changed: bool) -> None:
        self._most = most
        self.are_changed = are_changed
        self._here: deque[weakref.ref[Block[T]]] = deque()
        self._file: IO[bytes] | None = None
        self._packing = Packing()

    def block(self, things: Sequence[T]) -> Block[T]:
        block = Block(self, list(things))
        self._take_in(block)
        return block

    def fetch(self, block: Block[T], begin: int, size: int) -> list[T]:
        """For the block itself, whose things lie there."""
        file = self._opened()
        file.seek(begin)
        things: list[T] = self._packing.unpack(file.read(size))
        self._take_in(block)
        return things

    def _take_in(self, block: Block[T]) -> None:
        """The block that has been here for the longest time makes room."""
        while len(self._here) >= self._most:
            gone = self._here.popleft()()
            if gone is not None:
                gone.put_away(self._opened(), self._packing)
        self._here.append(weakref.ref(block))

    def _opened(self) -> IO[bytes]:
        if self._file is None:
            self._file = TemporaryFile()  # noqa: SIM115 - closed with this object
            weakref.finalize(self, self._file.close)
        return self._file


class SpilledList(Sequence[T]):
    """A list of things that are only read."""

    def __init__(self, things: Iterable[T] = ()) -> None:
        self._blocks = Blocks[T](MOST, are_changed=False)
        self._full: list[Block[T]] = []
        self._rest: list[T] = []
        self.extend(things)

    def extend(self, things: Iterable[T]) -> None:
        for thing in things:
            self.append(thing)

    def append(self, thing: T) -> None:
        self._rest.append(thing)
        if len(self._rest) == BLOCK:
            self._full.append(self._blocks.block(self._rest))
            self._rest = []

    def __len__(self) -> int:
        return len(self._full) * BLOCK + len(self._rest)

    def __eq__(self, other: object) -> bool:
        """As any list of the same things."""
        return isinstance(other, Sequence) and list(self) == list(other)

    __hash__ = None  # type: ignore[assignment]

    def __iter__(self) -> Iterator[T]:
        for block in self._full:
            for place in range(BLOCK):
                yield block[place]
        yield from self._rest

    @overload
    def __getitem__(self, place: int) -> T: ...
    @overload
    def __getitem__(self, place: slice) -> Sequence[T]: ...
    def __getitem__(self, place: int | slice) -> T | Sequence[T]:
        places = range(len(self))[place]
        return self._at(places) if isinstance(places, int) else [self._at(each) for each in places]

    def _at(self, place: int) -> T:
        block, place = divmod(place, BLOCK)
        return self._full[block][place] if block < len(self._full) else self._rest[place]
