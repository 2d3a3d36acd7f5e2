"""Sending an export over HTTP: begun before it is answered, and given back when the client goes away."""

from collections.abc import Callable, Iterator
from itertools import chain
from typing import Annotated, Any

from anyio import CancelScope, to_thread
from fastapi import Depends, Request
from sqlmodel import Session
from starlette.responses import Response, StreamingResponse
from starlette.types import Receive, Scope, Send

from app.exports.choices import DatasetName, Format
from app.exports.service import file_name, write_export
from app.http.lists import ListQuery
from app.http.representation import ASK_AGAIN, JSON
from app.moving.leaving import write_zip
from app.register.edition import Edition
from app.register.large_reads import read_large
from app.register.register import Register
from app.security.identity import Identity
from app.security.sightings import ReadKind, Sightings

MEDIA_TYPES = {
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSON: JSON,
    Format.PARQUET: "application/vnd.apache.parquet",
    Format.TTL: "text/turtle",
}
ZIP = "application/zip"
_Begin = Callable[[Session], tuple[bytes, Iterator[bytes]]]


class Download(StreamingResponse):
    """Closes the pieces whatever happens; waiting for the garbage collector would keep a connection busy."""

    def __init__(self, first: bytes, following: Iterator[bytes], media_type: str, name: str) -> None:
        super().__init__(
            chain([first], following),
            headers={
                "Content-Disposition": f'attachment; filename="{name}"',
                "Cache-Control": ASK_AGAIN,
                "Vary": "Authorization, Accept",
            },
            media_type=media_type,
        )
        self._following: Any = following

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        try:
            await super().__call__(scope, receive, send)
        finally:
            with CancelScope(shield=True):
                await to_thread.run_sync(self._following.close)


class Exporting:
    """A dependency: `await export.send(DatasetName.SYSTEMS, Format.CSV, query)`."""

    def __init__(self, request: Request) -> None:
        self._register: Register = request.app.state.register
        self._identity: Identity = request.scope["identity"]
        self._edition: Edition = request.scope["edition"]
        self._sightings: Sightings = request.scope["sightings"]

    async def send(self, name: DatasetName, format: Format, query: ListQuery) -> Response:
        """The file. Raises what asking for the rows raises, while a proper answer is still possible."""

        def begin(session: Session) -> tuple[bytes, Iterator[bytes]]:
            pieces = write_export(self._register, name, format, query=query, identity=self._identity, session=session)
            return next(pieces), pieces

        called = file_name(name, format, query, self._register.clock)
        return await self._send(begin, MEDIA_TYPES[format], called)

    async def send_register(self) -> Response:
        """The whole register, as another one takes it in."""

        def begin(session: Session) -> tuple[bytes, Iterator[bytes]]:
            pieces = write_zip(self._register, session)
            return next(pieces), pieces

        return await self._send(begin, ZIP, f"register-pr-{self._register.clock.today()}.zip")

    async def _send(self, begin: _Begin, media_type: str, called: str) -> Response:
        first, pieces = await to_thread.run_sync(lambda: read_large(self._register.database, self._edition, begin))
        self._sightings.add(ReadKind.EXPORT)
        return Download(first, pieces, media_type, called)


async def _exporting(request: Request) -> Exporting:
    return Exporting(request)


Export = Annotated[Exporting, Depends(_exporting)]
