"""Anchors at the end of a file: one JSON line each, never rewritten."""

import os
import stat
from io import FileIO
from pathlib import Path

from app.anchors.anchor import SignedAnchor
from app.core.durable import append_lines, open_to_append, sync_folder

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
            if not append_lines(file, signed.line().encode() + b"\n"):
                raise OSError(f"The disk took a part of an anchor only: {self._path}")
        if is_new:
            sync_folder(self._path.parent)

    def _open(self) -> FileIO:
        try:
            return open_to_append(self._path)
        except OSError as error:
            message = f"The file of anchors {self._path} cannot be written ({error.strerror})."
            raise type(error)(message) from error
