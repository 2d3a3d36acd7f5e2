"""Files between two steps of an import: kept for an hour beside the process, by the session that sent them."""

import tempfile
from dataclasses import dataclass
from datetime import datetime, timedelta
from hashlib import sha256
from os import getuid, scandir, utime
from pathlib import Path

from app.core.identifiers import new_id

_KEPT = timedelta(hours=1)
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

    def keep(self, session: str, name: str, content: bytes, now: datetime) -> KeptFile:
        """Raises OSError where the folder is somebody else's, or the disk is full."""
        self._folder.mkdir(mode=0o700, exist_ok=True)
        if self._folder.stat().st_uid != getuid():
            message = f"{self._folder} belongs to another user"
            raise PermissionError(message)
        self._make_room(len(content), now)
        key = new_id()
        place = self._place(session, key)
        place.write_bytes(name.encode() + b"\n" + content)
        utime(place, (now.timestamp(), now.timestamp()))
        return KeptFile(key, name, content)

    def find(self, session: str, key: str, now: datetime) -> KeptFile | None:
        """None where it is gone, or another session's."""
        place = self._place(session, key)
        try:
            if place.stat().st_mtime < (now - _KEPT).timestamp():
                return None
            name, _, content = place.read_bytes().partition(b"\n")
        except OSError:
            return None
        return KeptFile(key, name.decode(), content)

    def drop(self, session: str, key: str) -> None:
        self._place(session, key).unlink(missing_ok=True)

    def _place(self, session: str, key: str) -> Path:
        return self._folder / sha256(f"{session}\n{key}".encode()).hexdigest()

    def _make_room(self, size: int, now: datetime) -> None:
        found = sorted((entry.stat().st_mtime, entry.stat().st_size, entry.path) for entry in scandir(self._folder))
        total = sum(each for _, each, _ in found) + size
        for at, each, path in found:
            if at >= (now - _KEPT).timestamp() and total <= _MOST:
                break
            Path(path).unlink(missing_ok=True)
            total -= each
