"""The interface, called from inside the process in the name of whoever reads a page.

A page asks and writes the way any client does, past the network: what a caller may see and do, what is refused, what
is written down of reads, and what a change does are decided where they are for everyone (ADR 0032).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from secrets import token_hex
from typing import Any
from urllib.parse import quote, urlencode

import orjson
from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Send

from app.core.languages import Language
from app.core.sized import Sized
from app.http.door import Memory
from app.http.paths import with_slashes
from app.security.identity import Identity
from app.web.marking import _
from app.web.words import translations

Query = Mapping[str, Any] | Sequence[tuple[str, str]]
#: What answers say, by their bytes, of so many bytes in all: to read JSON costs more than all else that a part of a
#: page takes, and most parts are answered from memory.
kept_json: Sized[bytes, Any] = Sized(512 * 1024)

_NO_SUCH_DAY = _("Den dag findes ikke. Vælg en anden.")
_NO_SUCH_VALUE = _("Værdien findes ikke. Vælg en anden.")
#: The code of a fault whose sentence would tell people of codes, patterns, formats or ids → a plain one.
_PLAIN = {
    "boolean": _NO_SUCH_VALUE,
    "date": _NO_SUCH_DAY,
    "day-or-instant": _NO_SUCH_DAY,
    "enum": _NO_SUCH_VALUE,
    "literal-error": _NO_SUCH_VALUE,
    "open-offer": _("Ansvaret er allerede tilbudt en anden. Tilbuddet skal først besvares eller trækkes tilbage."),
    "string-pattern-mismatch": _("Teksten har ikke den rigtige form. Ret den."),
}


@dataclass(frozen=True, slots=True)
class FieldFault:
    """What is wrong with one field: `pointer` as the interface names it, `/toPositionId`."""

    pointer: str
    detail: str

    @property
    def steps(self) -> list[str]:
        """The keys that lead there, the outermost first."""
        return [part for part in self.pointer.lstrip("?").split("/") if part]


@dataclass
class Refused(Exception):
    """The interface said no. `detail` is a sentence for whoever reads the page."""

    status: int
    code: str
    detail: str
    faults: list[FieldFault] = field(default_factory=list)

    def at(self, pointer: str) -> str | None:
        """What is wrong with the field, or with a part of it, if anything is."""
        below = f"{pointer}/"
        return next((fault.detail for fault in self.faults if f"{fault.pointer}/".startswith(below)), None)

    @property
    def is_of_fields(self) -> bool:
        """Whether what was sent cannot be read: then `detail` begins with the name that the interface has for it."""
        return bool(self.faults) and self.status == HTTPStatus.BAD_REQUEST


@dataclass(frozen=True, slots=True)
class PageAnswer:
    """What came back: `body` is what the JSON says, None where there was none."""

    status: int
    headers: Headers
    body: Any


def step(value: str) -> str:
    """A value as one step of a path, whatever is in it."""
    return quote(with_slashes(value), safe="")


class Interior:
    """One caller's way to the interface. `address`: where the page was asked from.

    `memory`: what was found when the page was asked for. All that it reads is answered by that, so that nobody asks
    for the edition again for each part of a page; until it writes.
    """

    def __init__(
        self,
        application: ASGIApp,
        identity: Identity,
        memory: Memory,
        language: Language,
        address: tuple[str, int] | None,
    ) -> None:
        self._application = application
        self._identity = identity
        self._memory: Memory | None = memory
        self._language = language
        self._address = address
        #: What this page has asked already: its parts agree, and nothing is fetched twice.
        self._heard: dict[tuple[str, str], PageAnswer] = {}

    async def get(self, path: str, query: Query = ()) -> Any:  # noqa: ANN401 - what the JSON says
        """What stands there; raises Refused."""
        return (await self.call("GET", path, query=query)).body

    async def find(self, path: str, query: Query = ()) -> Any:  # noqa: ANN401 - what the JSON says
        """The same, or None where there is nothing, or nothing that the caller may see."""
        try:
            return await self.get(path, query)
        except Refused as refused:
            if refused.status in {HTTPStatus.NOT_FOUND, HTTPStatus.FORBIDDEN}:
                return None
            raise

    async def call(
        self,
        method: str,
        path: str,
        *,
        query: Query = (),
        body: Any = None,  # noqa: ANN401 - what becomes JSON
        headers: Mapping[str, str] | None = None,
    ) -> PageAnswer:
        """Ask once; raises Refused for every answer from 400 on. What was read before a write is forgotten after it."""
        if method == "GET":
            key = (path, _query(query))
            if key not in self._heard:
                self._heard[key] = await self.send(method, path, query, {}, b"")
            return self._heard[key]
        content = b"" if body is None else orjson.dumps(body)
        sent = {**(headers or {}), **({} if body is None else {"content-type": "application/json"})}
        return await self.send(method, path, query, sent, content)

    async def upload(
        self, path: str, fields: Mapping[str, str], name: str, content: bytes, *, reason: str | None = None
    ) -> PageAnswer:
        """Send a form with a file; raises Refused."""
        boundary = token_hex(16)
        parts = [_part(boundary, f'name="{field_name}"', value.encode()) for field_name, value in fields.items()]
        parts.append(_part(boundary, f'name="file"; filename="{_quoted(name)}"', content))
        body = b"".join([*parts, f"--{boundary}--\r\n".encode()])
        headers = {"content-type": f"multipart/form-data; boundary={boundary}"}
        return await self.send("POST", path, (), headers | ({"change-reason": reason} if reason else {}), body)

    async def send(
        self, method: str, path: str, query: Query, headers: Mapping[str, str], content: bytes
    ) -> PageAnswer:
        """One request, collected; raises Refused."""
        if method != "GET":
            self._heard.clear()
            self._memory = None
        start: Message = {}
        pieces: list[bytes] = []

        async def collect(message: Message) -> None:
            if message["type"] == "http.response.start":
                start.update(message)
            else:
                pieces.append(message.get("body", b""))

        await self._application(self._scope(method, path, query, headers, content), _sending(content), collect)
        answer = Headers(raw=start["headers"])
        body = _json(answer, b"".join(pieces))
        if start["status"] >= HTTPStatus.BAD_REQUEST:
            raise self._refused(start["status"], body)
        return PageAnswer(start["status"], answer, body)

    async def forward(self, path: str, query: Query, receive: Receive, send: Send) -> None:
        """Hand the answer on as it comes: a file may be large. Raises Refused before anything is sent."""
        refused: Message | None = None
        pieces: list[bytes] = []

        async def passed(message: Message) -> None:
            nonlocal refused
            if message["type"] == "http.response.start" and message["status"] >= HTTPStatus.BAD_REQUEST:
                refused = message
            elif refused is not None:
                pieces.append(message.get("body", b""))
            else:
                await send(message)

        await self._application(self._scope("GET", path, query, {}, b""), receive, passed)
        if refused is not None:
            raise self._refused(refused["status"], _json(Headers(raw=refused["headers"]), b"".join(pieces)))

    def _refused(self, status: int, body: Any) -> Refused:  # noqa: ANN401 - what the JSON says
        if not isinstance(body, dict):
            return Refused(status, "", "")
        errors = body.get("errors", ())
        refused = Refused(status, body.get("code", ""), body.get("detail", ""))
        refused.faults = [FieldFault(fault["pointer"], self._plain(fault)) for fault in errors]
        if not refused.is_of_fields:
            # Then the one fault is why.
            refused.detail = next((self._plain(fault) for fault in errors if fault["code"] in _PLAIN), refused.detail)
        return refused

    def _plain(self, fault: Mapping[str, str]) -> str:
        """What is said to a program names codes and patterns; people are told the same without."""
        said = _PLAIN.get(fault["code"])
        return fault["detail"] if said is None else translations(self._language).gettext(said)

    def _scope(
        self, method: str, path: str, query: Query, headers: Mapping[str, str], content: bytes
    ) -> dict[str, Any]:
        sent = {"accept-language": self._language.value, "content-length": str(len(content)), **headers}
        return {
            "type": "http",
            "asgi": {"version": "3.0"},
            "http_version": "1.1",
            "method": method,
            "scheme": "http",
            "path": path,
            "raw_path": path.encode(),
            "root_path": "",
            "query_string": _query(query).encode(),
            "headers": [(name.lower().encode(), value.encode()) for name, value in sent.items()],
            "client": self._address,
            "server": None,
            "caller": self._identity,
            "memory": self._memory,
        }


def status_of(refused: Refused | None, *, wrong: bool = False) -> int:
    """Of the page that shows a form again: what the interface answered, or 400 where it was not even asked.

    `wrong`: something was typed that cannot be meant.
    """
    if refused is not None:
        return refused.status
    return HTTPStatus.BAD_REQUEST if wrong else HTTPStatus.OK


def _query(query: Query) -> str:
    """Without the keys that have no value."""
    pairs = list(query.items()) if isinstance(query, Mapping) else list(query)
    return urlencode([(name, value) for name, value in pairs if value not in (None, "", [])], doseq=True)


def _part(boundary: str, described: str, content: bytes) -> bytes:
    head = f"--{boundary}\r\nContent-Disposition: form-data; {described}\r\n\r\n"
    return head.encode() + content + b"\r\n"


def _quoted(name: str) -> str:
    """As browsers write the name of a file in a form."""
    return name.replace("\r", "%0D").replace("\n", "%0A").replace('"', "%22")


def _sending(content: bytes) -> Receive:
    sent = False

    async def receive() -> Message:
        nonlocal sent
        if sent:
            return {"type": "http.disconnect"}
        sent = True
        return {"type": "http.request", "body": content, "more_body": False}

    return receive


def _json(headers: Headers, raw: bytes) -> Any:  # noqa: ANN401 - what the JSON says
    """Whoever gets it changes nothing in it: other pages have the same."""
    if not raw or "json" not in headers.get("content-type", ""):
        return None
    parsed = kept_json.get(raw)
    if parsed is None:
        parsed = orjson.loads(raw)
        kept_json.keep(raw, parsed, len(raw))
    return parsed
