"""How pages are sent: their headers, kept and tagged ones, files of the interface, and what says no."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from app.http.kept import Kept, Wanted, send_kept
from app.web.asking import PageFile, PageRequest, Shown
from app.web.fields import said_of
from app.web.interior import Interior, Refused
from app.web.words import PageWords

_POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'self'; "
    "frame-ancestors 'none'"
)
#: Beside those that every answer has (`app/http/answer_headers.py`).
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _POLICY,
    # The origin is needed to tell our own forms from a stranger's.
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}
HTML = "text/html; charset=utf-8"
#: What a file of the interface keeps of its own headers.
_OF_A_FILE = frozenset({b"content-type", b"content-length", b"content-disposition", b"etag"})


class KeptPage(Response):
    """A page that carries a tag: sent whole, packed, or as 304."""

    def __init__(self, kept: Kept, request: Request) -> None:
        super().__init__()
        headers = request.headers
        self._kept, self._wanted = kept, Wanted(headers.get("if-none-match"), headers.get("accept-encoding"))

    async def __call__(self, _scope: Scope, _receive: Receive, send: Send) -> None:
        await send_kept(send, self._kept, self._wanted)


class ForwardedFile(Response):
    """A file of the interface, as it comes; `otherwise`: the page that says why there is none."""

    def __init__(self, interior: Interior, file: PageFile, otherwise: Callable[[Refused], Awaitable[Response]]) -> None:
        super().__init__()
        self._interior, self._file, self._otherwise = interior, file, otherwise

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        async def narrowed(message: Any) -> None:  # noqa: ANN401 - a message of ASGI
            if message["type"] == "http.response.start":
                kept = [(name, value) for name, value in message["headers"] if name in _OF_A_FILE]
                own = [(name.lower().encode(), value.encode()) for name, value in HEADERS.items()]
                message = {**message, "headers": [*kept, *own, (b"cache-control", b"no-store")]}
            await send(message)

        try:
            await self._interior.forward(self._file.path, self._file.query, receive, narrowed)
        except Refused as refused:
            await (await self._otherwise(refused))(scope, receive, send)


def refusal_of(page: PageRequest, refused: Refused) -> Shown:
    """The page that says what the interface said."""
    said = said_of(page.words, refused) or page.words.say("Det kan ikke lade sig gøre lige nu. Prøv igen om lidt.")
    # Where a choice in the address is at fault, the page itself is still there.
    choosing = refused.status == HTTPStatus.BAD_REQUEST and page.request.method == "GET" and page.request.url.query
    values = {**refusal(page.words, refused.status, said), "back": page.path if choosing else None}
    return Shown("problem.html", values, refused.status, kept=False)


def refusal(words: PageWords, status: int, said: str) -> dict[str, Any]:
    """What the page of a refusal is made from."""
    titles = {
        HTTPStatus.NOT_FOUND: words.say("Siden findes ikke"),
        HTTPStatus.FORBIDDEN: words.say("Det har du ikke adgang til"),
        HTTPStatus.BAD_REQUEST: words.say("Adressen eller formularen kan ikke bruges"),
        HTTPStatus.CONFLICT: words.say("Det er ændret i mellemtiden"),
        HTTPStatus.PRECONDITION_FAILED: words.say("Det er ændret i mellemtiden"),
    }
    title = titles.get(HTTPStatus(status), words.say("Det gik ikke"))
    return {"title": title, "said_why": said, "back": None}
