"""A connection as the server holds it: closed where a request's head does not arrive in time, or is too large.

The server has a deadline for idle connections alone, and every byte ends it: a head sent byte by byte, or the
rest of a body that nobody reads any more, would keep a connection open for ever. While a request is answered its
body is the application's business (`app.http.deadlines`).
"""

from asyncio import BaseTransport, TimerHandle, Transport
from functools import cache
from http import HTTPStatus
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle

from app.core.config import Settings

#: Address and headers together, in bytes; the server's parser knows no limit.
LARGEST_HEAD = 64 * 1024


@cache
def _head_seconds() -> float:
    return Settings().head_timeout_seconds


class Connection(HttpToolsProtocol):
    """One deadline from the first moment in which the client has to say something, whatever it sends meanwhile."""

    def __init__(self, *arguments: Any, **options: Any) -> None:  # noqa: ANN401 - the server's own
        super().__init__(*arguments, **options)
        self._deadline: TimerHandle | None = None
        self._in_head = False
        self._head_bytes = 0

    def connection_made(self, transport: BaseTransport) -> None:
        super().connection_made(cast("Transport", transport))
        self._set_deadline()

    def connection_lost(self, exc: Exception | None) -> None:
        self._clear_deadline()
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        if self._in_head:
            self._head_bytes += len(data)
            if self._head_bytes > LARGEST_HEAD:
                self._give_up(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE)
                return
        cycle: RequestResponseCycle | None = self.cycle
        answering = cycle is not None and not cycle.response_complete
        if not answering and self._deadline is None and not self.transport.is_closing():
            self._set_deadline()

    def on_message_begin(self) -> None:
        super().on_message_begin()
        self._in_head, self._head_bytes = True, 0

    def on_headers_complete(self) -> None:
        self._in_head = False
        self._clear_deadline()
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        super().on_response_complete()
        # What came of the next head while the answer was under way.
        if self._in_head and self._deadline is None and not self.transport.is_closing():
            self._set_deadline()

    def _set_deadline(self) -> None:
        self._deadline = self.loop.call_later(_head_seconds(), self._too_late)

    def _clear_deadline(self) -> None:
        if self._deadline is not None:
            self._deadline.cancel()
            self._deadline = None

    def _too_late(self) -> None:
        self._deadline = None
        if self._in_head:
            self._give_up(HTTPStatus.REQUEST_TIMEOUT)
        else:
            self.transport.close()

    def _give_up(self, status: HTTPStatus) -> None:
        """Without a head there is no telling what kind of answer the client would read."""
        if not self.transport.is_closing():
            line = f"HTTP/1.1 {status} {status.phrase}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n"
            self.transport.write(line.encode())
            self.transport.close()
