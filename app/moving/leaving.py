"""Taking a register out: one file for each table and a manifest, all of one instant, in memory that stays small."""

import hashlib
from collections.abc import Generator, Iterator
from pathlib import Path
from typing import IO, cast
from zipfile import ZipFile

from sqlmodel import Session

from app import __version__
from app.core.archives import entry
from app.core.pipe import Pipe
from app.core.progress import Progress, unheard
from app.moving.manifest import FORMAT, MANIFEST, MovedFile, MovingManifest
from app.moving.queries import RowKeys, lines_of
from app.moving.tables import MOVED
from app.register.edition import read_edition
from app.register.register import Register

#: What is sent at once, in bytes.
_PIECE = 65_536


def write_zip(register: Register, session: Session | None = None, progress: Progress = unheard) -> Generator[bytes]:
    """The bytes of a ZIP archive, piece by piece. `session`: what is read from, and closed at the end; None: a new one.

    The first piece comes when the first rows were read. Closing the iterator gives the snapshot back.
    """
    pipe = Pipe()
    with session or register.database.reading() as used, ZipFile(cast("IO[bytes]", pipe), "w") as archive:
        for name, lines in _files(register, used, progress):
            with archive.open(entry(name), "w", force_zip64=True) as target:
                for line in lines:
                    target.write(line)
                    if pipe.waiting >= _PIECE:
                        yield pipe.taken()
    yield pipe.taken()


def write_folder(register: Register, folder: Path, progress: Progress = unheard) -> None:
    """The files, in a folder that is there and empty."""
    with register.database.reading() as session:
        for name, lines in _files(register, session, progress):
            with (folder / name).open("wb") as target:
                target.writelines(lines)


def _files(register: Register, session: Session, progress: Progress) -> Iterator[tuple[str, Iterator[bytes]]]:
    """Each file's name and lines, which are to be read before the next one is asked for; the manifest is the last."""
    edition = read_edition(session)
    keys: RowKeys = {}
    files: list[MovedFile] = []
    for done, moved in enumerate(MOVED):
        progress(done, len(MOVED))
        measured = _Measured(lines_of(session, moved, keys))
        yield moved.file, iter(measured)
        files.append(measured.as_file(moved.file))
    manifest = MovingManifest(
        format=FORMAT,
        made_at=register.clock.now(),
        release=__version__,
        revision=edition.revision,
        day=register.clock.today(),
        files=files,
    )
    yield MANIFEST, iter([manifest.model_dump_json(by_alias=True, indent=1).encode()])


class _Measured:
    """Lines that are counted on their way."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        self._lines, self._digest, self._rows, self._size = lines, hashlib.sha256(), 0, 0

    def __iter__(self) -> Iterator[bytes]:
        for line in self._lines:
            self._digest.update(line)
            self._rows, self._size = self._rows + 1, self._size + len(line)
            yield line

    def as_file(self, name: str) -> MovedFile:
        return MovedFile(name=name, rows=self._rows, size=self._size, sha256=self._digest.hexdigest())
