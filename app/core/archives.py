"""What readers and writers of ZIP archives have to know: damage, archives that are none of ours, and our entries."""

import struct
import zlib
from io import SEEK_SET, FileIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

#: What reading a damaged archive raises. A flipped bit may pretend a way of packing that zipfile does not know
#: (NotImplementedError) or a password (RuntimeError); KeyError and ValueError come from the archive's lists.
DAMAGE = (BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError)


class ArchiveFile(FileIO):
    """A file that an archive is read from. Raises BadZipFile where a flipped bit points to before its beginning.

    The system's own error for that is the one of a disk that does not give the file, which is no damage.
    """

    def seek(self, place: int, whence: int = SEEK_SET, /) -> int:
        if whence == SEEK_SET and place < 0:
            message = "it points to before its beginning"
            raise BadZipFile(message)
        return super().seek(place, whence)


def oddly_packed(archive: ZipFile) -> str | None:
    """The first file that is compressed as none of ours is: other methods raise errors of their own."""
    usual = {ZIP_STORED, ZIP_DEFLATED}
    return next((found.filename for found in archive.infolist() if found.compress_type not in usual), None)


def entry(name: str) -> ZipInfo:
    """A file of an archive, without the time, so that equal contents are equal archives; for its owner alone."""
    made = ZipInfo(name)
    made.compress_type = ZIP_DEFLATED
    made.external_attr = 0o600 << 16
    return made
