"""Opening a register that was taken out, as a folder or a ZIP archive, and making sure that it is whole.

Names are compared with those that are expected and never used as paths. Nothing is unpacked onto the disk, and never
more is read of a file than its manifest promises.
"""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO
from zipfile import ZipFile

from app.core.archives import DAMAGE, ArchiveFile, oddly_packed
from app.core.languages import Text
from app.moving.manifest import MANIFEST, MovedFile, MovingManifest, parse, unusable
from app.moving.tables import MOVED

#: A folder, or a ZIP archive on the disk or in memory.
Source = Path | bytes
#: Opens the file of this name.
_Open = Callable[[str], IO[bytes]]

_BLOCK = 1 << 20
_LARGEST_MANIFEST = 1 << 20
#: The longest line; the longest row that the interface takes is a tenth of it.
_LONGEST_LINE = 4 << 20
#: A register's rows are packed to a tenth; what unpacks to so many times its size was made to fill a disk.
_MOST_UNPACKED = 200


@dataclass(frozen=True)
class Package:
    """A whole register, every byte of which is what was written."""

    manifest: MovingManifest
    _open: _Open

    def lines(self, name: str) -> Iterator[tuple[int, bytes]]:
        """Number and text of each line of a file, in constant memory."""
        with self._open(name) as file:
            number = 0
            while line := file.readline(_LONGEST_LINE):
                number += 1
                yield number, line


@contextmanager
def open_package(source: Source) -> Iterator[Package]:
    """Raises InvalidInput, naming the file, for what is damaged, missing, too much or of another format."""
    with ExitStack() as opened:
        names, size_of, opener = _opened(source, opened)
        if MANIFEST not in names:
            raise unusable(
                Text(
                    f"There is no {MANIFEST} in it: it is no register that was taken out.",
                    da=f"Der er ingen {MANIFEST} i den: det er ikke et register, der er taget ud.",
                )
            )
        if size_of(MANIFEST) > _LARGEST_MANIFEST:
            raise _damaged(MANIFEST)
        try:
            with opener(MANIFEST) as file:
                content = file.read(_LARGEST_MANIFEST)
        except DAMAGE as error:
            raise _damaged(MANIFEST) from error
        manifest = parse(content)
        _compare_names(names, manifest)
        for each in manifest.files:
            _check(each, opener)
        yield Package(manifest, opener)


def _opened(source: Source, opened: ExitStack) -> tuple[list[str], Callable[[str], int], _Open]:
    """The names that are there, what says how large each is, and what opens it."""
    if isinstance(source, Path) and source.is_dir():
        names = [found.name for found in source.iterdir() if not found.name.startswith(".")]
        return names, lambda name: (source / name).stat().st_size, lambda name: (source / name).open("rb")
    size = len(source) if isinstance(source, bytes) else source.stat().st_size
    try:
        file = BytesIO(source) if isinstance(source, bytes) else opened.enter_context(ArchiveFile(source))
        archive = opened.enter_context(ZipFile(file))
    except DAMAGE as error:
        raise unusable(
            Text(
                "It is no ZIP archive, or it is damaged or cut off.",
                da="Det er ikke en ZIP-fil, eller også er den beskadiget.",
            )
        ) from error
    odd = oddly_packed(archive)
    if odd is not None:
        raise _damaged(odd)
    if sum(found.file_size for found in archive.infolist()) > max(size, _BLOCK) * _MOST_UNPACKED:
        raise unusable(
            Text(
                "The archive unpacks to far more than a register is.",
                da="ZIP-filen fylder langt mere udpakket, end et register gør.",
            )
        )
    return archive.namelist(), lambda name: archive.getinfo(name).file_size, archive.open


def _compare_names(names: list[str], manifest: MovingManifest) -> None:
    expected = [MANIFEST, *(moved.file for moved in MOVED)]
    promised = [MANIFEST, *(file.name for file in manifest.files)]
    for name in expected:
        if name not in names or name not in promised:
            raise unusable(Text(f"{name} is missing.", da=f"{name} mangler."))
    for name in (*names, *promised):
        if name not in expected:
            raise unusable(
                Text(
                    f"It holds {name[:80]!r}, which no register has.",
                    da=f"Den indeholder »{name[:80]}«, som intet register har.",
                )
            )
    if len(names) != len(expected) or len(promised) != len(expected):
        raise unusable(Text("It holds a file twice.", da="En af filerne er der to gange."))


def _check(promised: MovedFile, opener: _Open) -> None:
    digest, size, rows = hashlib.sha256(), 0, 0
    try:
        with opener(promised.name) as content:
            while size <= promised.size and (block := content.read(_BLOCK)):
                digest.update(block)
                size, rows = size + len(block), rows + block.count(b"\n")
    except DAMAGE as error:
        raise _damaged(promised.name) from error
    if (size, rows, digest.hexdigest()) != (promised.size, promised.rows, promised.sha256):
        raise unusable(
            Text(
                f"{promised.name} is not what was written: its checksum is not the one in {MANIFEST}.",
                da=f"{promised.name} er ændret: kontrolsummen er ikke den, der står i {MANIFEST}.",
            )
        )


def _damaged(name: str) -> Exception:
    return unusable(Text(f"{name} is damaged and cannot be read.", da=f"{name} er beskadiget og kan ikke læses."))
