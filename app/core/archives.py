"""What every reader of ZIP archives has to know: what damage looks like, and which archives are none of ours."""

import struct
import zlib
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile

#: What reading a damaged archive raises. A flipped bit may pretend a way of packing that zipfile does not know
#: (NotImplementedError) or a password (RuntimeError); KeyError and ValueError come from the archive's lists.
DAMAGE = (BadZipFile, zlib.error, struct.error, EOFError, NotImplementedError, RuntimeError, KeyError, ValueError)


def oddly_packed(archive: ZipFile) -> str | None:
    """The first file that is compressed as none of ours is: other methods raise errors of their own."""
    usual = {ZIP_STORED, ZIP_DEFLATED}
    return next((found.filename for found in archive.infolist() if found.compress_type not in usual), None)
