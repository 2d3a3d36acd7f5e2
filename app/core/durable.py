"""Files that outlast a power cut: lines at the end of a file that is never rewritten, and the names in a folder."""

import fcntl
import os
from io import FileIO
from pathlib import Path


def open_to_append(path: Path) -> FileIO:
    """Made where it is not there, readable by its owner alone; raises OSError."""
    return FileIO(os.open(path, os.O_RDWR | os.O_APPEND | os.O_CREAT, 0o600), "r+")


def append_lines(file: FileIO, lines: bytes) -> bool:
    """Whether all of the lines are at the end of the file, and on the disk; raises OSError.

    What a power cut or a full disk left half-written before them keeps to a line of its own.
    """
    # Whoever looks at the end of the file must not meet half of another process's line there.
    fcntl.flock(file, fcntl.LOCK_EX)
    content = _separator(file) + lines
    if file.write(content) != len(content):
        return False
    os.fsync(file.fileno())
    return True


def sync_folder(folder: Path) -> None:
    """Have the folder remember a new or renamed file; raises OSError."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _separator(file: FileIO) -> bytes:
    if file.seek(0, os.SEEK_END) == 0:
        return b""
    file.seek(-1, os.SEEK_END)
    return b"" if file.read(1) == b"\n" else b"\n"
