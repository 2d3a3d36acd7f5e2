"""Style sheet, scripts and the icon: read once, packed once, and named by what is in them so that they never change."""

import gzip
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import brotli
import zstandard
from starlette.requests import Request
from starlette.responses import Response
from xxhash import xxh3_64_hexdigest

from app.http.compression import best_coding

#: Where they are served.
PREFIX = "/statisk/"
_FOLDER = Path(__file__).with_name("static")
_TYPES = {".css": "text/css; charset=utf-8", ".js": "text/javascript; charset=utf-8", ".svg": "image/svg+xml"}
_FOREVER = "public, max-age=31536000, immutable"


@dataclass(frozen=True, slots=True)
class StaticFile:
    body: bytes
    packed: Mapping[str, bytes]
    mark: str
    media_type: str


class Statics:
    """All files of the folder."""

    def __init__(self) -> None:
        self._files = {file.name: _read(file) for file in sorted(_FOLDER.iterdir()) if file.suffix in _TYPES}

    def address(self, name: str) -> str:
        """The file's address, with the mark of what is in it."""
        return f"{PREFIX}{name}?v={self._files[name].mark}"

    @property
    def mark(self) -> str:
        """Changes with any of the files."""
        return xxh3_64_hexdigest("".join(file.mark for file in self._files.values()).encode())

    def body(self, name: str) -> bytes:
        return self._files[name].body

    async def answer(self, request: Request) -> Response:
        file = self._files.get(request.path_params["name"])
        if file is None:
            return Response(status_code=404)
        headers = {"Cache-Control": _FOREVER, "Vary": "Accept-Encoding"}
        coding = best_coding(request.headers.get("accept-encoding"))
        if coding is None:
            return Response(file.body, headers=headers, media_type=file.media_type)
        headers["Content-Encoding"] = coding
        return Response(file.packed[coding], headers=headers, media_type=file.media_type)


def _read(file: Path) -> StaticFile:
    body = file.read_bytes()
    # Once, so as small as can be.
    packed = {
        "zstd": zstandard.compress(body, 19),
        "br": brotli.compress(body, quality=11),
        "gzip": gzip.compress(body, 9, mtime=0),
    }
    return StaticFile(body, packed, xxh3_64_hexdigest(body), _TYPES[file.suffix])
