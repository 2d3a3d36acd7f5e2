"""A file that can only be written, and whose bytes are taken away again while it is: what is sent is never whole."""

from typing import Any


class Pipe:
    """For writers of archives and of columns. They ask where they are, and cannot go back."""

    closed = False

    def __init__(self) -> None:
        self._held = bytearray()
        self._written = 0

    @property
    def waiting(self) -> int:
        """How many bytes are to be taken. No `__len__`: an archive takes a file that is false for a closed one."""
        return len(self._held)

    def write(self, piece: Any) -> int:  # noqa: ANN401 - bytes, or a buffer of a library without types
        """Keeps a copy: a writer may use its buffer again."""
        before = len(self._held)
        self._held += piece
        size = len(self._held) - before
        self._written += size
        return size

    def tell(self) -> int:
        return self._written

    def flush(self) -> None:
        """There is nothing behind it."""

    def close(self) -> None:
        self.closed = True

    def taken(self) -> bytes:
        """What was written since it was last asked."""
        piece = bytes(self._held)
        self._held.clear()
        return piece
