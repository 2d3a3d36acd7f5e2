"""A client of an application in the same process: each request is handed to the event loop once, and waited for.

Starlette's own client talks to its event loop ten times a request, each time across threads: an eighth of what a
request of the tests costs.
"""

import atexit
from collections.abc import Mapping
from functools import cache
from typing import Any

import httpx2
from anyio.from_thread import BlockingPortal, start_blocking_portal

#: Who asks, as the application sees it.
CALLER = ("testclient", 50000)


class InProcess(httpx2.BaseTransport):
    """To the application, as a server would. What it raises is answered as a server does: with 500."""

    def __init__(self, app: Any, caller: tuple[str, int]) -> None:
        self._inner = httpx2.ASGITransport(app, raise_app_exceptions=False, client=caller)

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        request.read()
        answer: httpx2.Response = event_loop().call(self._answer, request)
        return answer

    async def _answer(self, request: httpx2.Request) -> httpx2.Response:
        answer = await self._inner.handle_async_request(request)
        assert isinstance(answer.stream, httpx2.AsyncByteStream)
        body = b"".join([part async for part in answer.stream])
        return httpx2.Response(answer.status_code, headers=answer.headers, stream=httpx2.ByteStream(body))


class Client(httpx2.Client):
    """Answers come whole."""

    def __init__(
        self,
        app: Any,
        *,
        headers: Mapping[str, str] | None = None,
        base_url: str = "http://testserver",
        caller: tuple[str, int] = CALLER,
    ) -> None:
        super().__init__(
            base_url=base_url,
            headers={"User-Agent": "testclient", **(headers or {})},
            follow_redirects=True,
            transport=InProcess(app, caller),
        )


@cache
def event_loop() -> BlockingPortal:
    """The one of all clients of this process."""
    portal = start_blocking_portal()
    opened: BlockingPortal = portal.__enter__()
    atexit.register(portal.__exit__, None, None, None)
    return opened
