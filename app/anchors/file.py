"""Anchors at the end of a file: one JSON line each, never rewritten."""

import fcntl
import os
import stat
from io import FileIO
from pathlib import Path

from app.anchors.anchor import SignedAnchor

_OTHERS_WRITE = stat.S_IWGRP | stat.S_IWOTH


class AnchorFile:
    """Opened anew for each anchor, so that the file may be moved away or lie on a disk that comes back."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def write(self, signed: SignedAnchor) -> None:
        """Append the line and wait for the disk; raises OSError."""
        is_new = not self._path.exists()
        with self._open() as file:
            if os.fstat(file.fileno()).st_mode & _OTHERS_WRITE:
                raise PermissionError(f"Others may write the file of anchors {self._path}. Run: chmod 600 {self._path}")
            # Whoever looks at the end of the file must not meet half of another process's line there.
            fcntl.flock(file, fcntl.LOCK_EX)
            content = _separator(file) + signed.line().encode() + b"\n"
            if file.write(content) != len(content):
                raise OSError(f"The disk took a part of an anchor only: {self._path}")
            os.fsync(file.fileno())
        if is_new:
            self._keep_name()

    def _open(self) -> FileIO:
        try:
            return FileIO(os.open(self._path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "r+")
        except OSError as error:
            message = f"The file of anchors {self._path} cannot be written ({error.strerror})."
            raise type(error)(message) from error

    def _keep_name(self) -> None:
        """Have the folder remember the new file over a power cut, too."""
        folder = os.open(self._path.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)


def _separator(file: FileIO) -> bytes:
    """Ends a line that a power cut or a full disk left half-written: the anchor after it stays readable."""
    if file.seek(0, os.SEEK_END) == 0:
        return b""
    file.seek(-1, os.SEEK_END)
    return b"" if file.read(1) == b"\n" else b"\n"
