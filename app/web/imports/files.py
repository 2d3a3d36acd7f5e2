"""Files between two steps of an import: kept for an hour beside the process, by the session that sent them."""

import tempfile
from dataclasses import dataclass
from hashlib import sha256
from os import getuid, scandir
from pathlib import Path
from time import time

from app.core.identifiers import new_id

_KEPT_SECONDS = 3_600
#: Everything that lies there together, in bytes; the oldest make room.
_MOST = 500 * 1_048_576


@dataclass(frozen=True, slots=True)
class KeptFile:
    """`key`: what the next step's form carries."""

    key: str
    name: str
    content: bytes


class KeptFiles:
    """Of this machine, so that every worker finds them; readable by the program's own user alone."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or Path(tempfile.gettempdir()) / f"ansvarsregister-{getuid()}"

    def keep(self, session: str, name: str, content: bytes) -> KeptFile:
        """Raises OSError where the folder is somebody else's, or the disk is full."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        if self._folder.stat().st_uid != getuid():
            message = f"{self._folder} belongs to another user"
            raise PermissionError(message)
        self._make_room(len(content))
        key = new_id()
        place = self._place(session, key)
        place.write_bytes(name.encode() + b"\n" + content)
        return KeptFile(key, name, content)

    def find(self, session: str, key: str) -> KeptFile | None:
        """None where it is gone, or another session's."""
        place = self._place(session, key)
        try:
            if time_of(place) < now() - _KEPT_SECONDS:
                return None
            name, _, content = place.read_bytes().partition(b"\n")
        except OSError:
            return None
        return KeptFile(key, name.decode(), content)

    def drop(self, session: str, key: str) -> None:
        self._place(session, key).unlink(missing_ok=True)

    def _place(self, session: str, key: str) -> Path:
        return self._folder / sha256(f"{session}\n{key}".encode()).hexdigest()

    def _make_room(self, size: int) -> None:
        found = sorted((entry.stat().st_mtime, entry.stat().st_size, entry.path) for entry in scandir(self._folder))
        total = sum(each for _, each, _ in found) + size
        for at, each, path in found:
            if at >= now() - _KEPT_SECONDS and total <= _MOST:
                break
            Path(path).unlink(missing_ok=True)
            total -= each


def now() -> float:
    """The machine's clock, as the file system has it: no business of the register's days."""
    return time()


def time_of(place: Path) -> float:
    return place.stat().st_mtime
