"""The file of a backup: a ZIP archive of the tables and a manifest, sealed by a hash over all of it.

The archive's comment, its last 64 bytes, is the SHA-256 of every byte before it, so that a flipped bit anywhere and a
file that was cut off are told before anything is read; any ZIP program opens it all the same. Names in the archive are
compared with what the manifest says and never used as paths.
"""

import hashlib
import os
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from zipfile import ZIP_DEFLATED, ZipFile

import orjson

from app.backup.manifest import MANIFEST, BackupUnusable, Manifest, TablePart, parse
from app.core.archives import DAMAGE, ArchiveFile, oddly_packed
from app.core.durable import sync_folder

_SEAL_LENGTH = 64
_BLOCK = 1 << 20
_LARGEST_MANIFEST = 1 << 20


@contextmanager
def new_archive(path: Path) -> Iterator[ZipFile]:
    """An archive that is at `path` once all of it is written, sealed and on the disk; readable by its owner alone.

    Raises BackupUnusable where a file is there already, also one that came in the meantime.
    """
    if os.path.lexists(path):
        raise _taken(path)
    if not path.parent.is_dir():
        raise BackupUnusable(f"There is no folder {path.parent}. Make it, or name a file in another one.")
    handle, name = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.", suffix=".part")
    unfinished = Path(name)
    try:
        with os.fdopen(handle, "w+b") as file:
            with ZipFile(file, "w", ZIP_DEFLATED, allowZip64=True) as archive:
                archive.comment = bytes(_SEAL_LENGTH)
                yield archive
            _seal(file)
            file.flush()
            os.fsync(file.fileno())
        check(unfinished)
        _put_in_place(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)


def write_part(archive: ZipFile, table: str, columns: list[str], lines: Iterable[bytes]) -> TablePart:
    """Write a table's lines; what the manifest says of them."""
    digest, rows, size = hashlib.sha256(), 0, 0
    with archive.open(f"tables/{table}.jsonl", "w", force_zip64=True) as target:
        for line in lines:
            target.write(line)
            digest.update(line)
            rows, size = rows + 1, size + len(line)
    return TablePart(table=table, columns=columns, rows=rows, size=size, sha256=digest.hexdigest())


def write_manifest(archive: ZipFile, manifest: Manifest) -> None:
    archive.writestr(MANIFEST, manifest.model_dump_json(indent=1))


def check(path: Path) -> Manifest:
    """The manifest, once seal, names, sizes and hashes all hold; raises BackupUnusable, naming what does not."""
    whole = _is_sealed(path)
    try:
        with ArchiveFile(path) as file, ZipFile(file) as archive:
            _require_usual(archive)
            manifest = _manifest(archive)
            _compare_names(archive, manifest)
            for part in manifest.parts:
                _check_part(archive, part)
    except BackupUnusable as error:
        raise _damaged(path, str(error)) from error
    except DAMAGE as error:
        raise _damaged(path, str(error) or type(error).__name__) from error
    if not whole:
        raise _damaged(path, "it was changed or cut off after it was written: its seal does not fit")
    return manifest


def rows_of(path: Path, part: TablePart) -> Iterator[list[object]]:
    """The rows of a part, in constant memory. Raises BackupUnusable for a line that is no row of it."""
    with ZipFile(path) as archive, archive.open(part.file) as lines:
        for number, line in enumerate(lines, start=1):
            try:
                row = orjson.loads(line)
            except ValueError as error:
                raise _damaged(path, f"line {number} of {part.file} is no JSON") from error
            if not isinstance(row, list) or len(row) != len(part.columns):
                raise _damaged(path, f"line {number} of {part.file} is no row of {len(part.columns)} values")
            yield row


def _seal(file: IO[bytes]) -> None:
    file.flush()
    length = file.seek(0, os.SEEK_END) - _SEAL_LENGTH
    digest = _digest_of_first(file, length)
    file.seek(length)
    file.write(digest)


def _is_sealed(path: Path) -> bool:
    with path.open("rb") as file:
        length = file.seek(0, os.SEEK_END) - _SEAL_LENGTH
        return length > 0 and _digest_of_first(file, length) == file.read(_SEAL_LENGTH)


def _digest_of_first(file: IO[bytes], length: int) -> bytes:
    """Of so many bytes from the beginning; leaves the file behind them."""
    digest = hashlib.sha256()
    file.seek(0)
    while length and (block := file.read(min(_BLOCK, length))):
        digest.update(block)
        length -= len(block)
    return digest.hexdigest().encode()


def _require_usual(archive: ZipFile) -> None:
    odd = oddly_packed(archive)
    if odd is not None:
        raise BackupUnusable(f"{odd!r} is compressed as no backup is")


def _manifest(archive: ZipFile) -> Manifest:
    try:
        found = archive.getinfo(MANIFEST)
    except KeyError as error:
        raise BackupUnusable(f"it has no {MANIFEST}") from error
    if found.file_size > _LARGEST_MANIFEST:
        raise BackupUnusable(f"its {MANIFEST} is larger than any")
    return parse(archive.read(found))


def _compare_names(archive: ZipFile, manifest: Manifest) -> None:
    there, expected = archive.namelist(), [MANIFEST, *(part.file for part in manifest.parts)]
    for name in expected:
        if name not in there:
            raise BackupUnusable(f"{name} is missing")
    for name in there:
        if name not in expected:
            raise BackupUnusable(f"it holds {name!r}, which no backup has")
    if len(there) != len(expected):
        raise BackupUnusable("it holds a part twice")


def _check_part(archive: ZipFile, part: TablePart) -> None:
    digest, size, rows = hashlib.sha256(), 0, 0
    try:
        with archive.open(part.file) as content:
            # Never more than was promised: an archive may unpack to any size.
            while size <= part.size and (block := content.read(_BLOCK)):
                digest.update(block)
                size, rows = size + len(block), rows + block.count(b"\n")
    except DAMAGE as error:
        raise BackupUnusable(f"{part.file} cannot be read ({error})") from error
    if (size, rows, digest.hexdigest()) != (part.size, part.rows, part.sha256):
        raise BackupUnusable(f"{part.file} is not what was written")


def _put_in_place(unfinished: Path, path: Path) -> None:
    try:
        # Unlike a rename, a link never takes the place of a file.
        os.link(unfinished, path)
    except FileExistsError as error:
        raise _taken(path) from error
    except OSError:
        # A file system without links.
        if os.path.lexists(path):
            raise _taken(path) from None
        unfinished.rename(path)
    with suppress(OSError):
        sync_folder(path.parent)


def _taken(path: Path) -> BackupUnusable:
    return BackupUnusable(f"{path} is there already, and is left as it is. Name a new file.")


def _damaged(path: Path, what: str) -> BackupUnusable:
    return BackupUnusable(f"The backup {path} cannot be used: {what}. Nothing was written; take another backup.")
