"""The door of /v1: authenticates every request, and answers from memory what no write has changed."""

from http import HTTPStatus

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.database import PASSING_FAULTS
from app.core.errors import ApplicationError, Unauthenticated
from app.http.door import SEND_A_TOKEN, Door, Memory
from app.http.kept import AnswerKey, Kept, RawHeaders, Wanted, send_kept
from app.http.problems import as_application_error, error_response
from app.http.read_notes import request_said
from app.http.representation import ASK_AGAIN, entity_tag
from app.security.identity import Identity
from app.security.read_log import ReadLog
from app.security.sightings import Seen, Sightings

#: What every answer is sent with. A route says it itself where an answer changes without a write: it is not kept here.
_ASK_AGAIN = (b"cache-control", ASK_AGAIN.encode())


class Gateway:
    """Pure ASGI: a repeated GET costs one read of the edition and a look in a dictionary.

    The edition is read anew for every request, after the request has arrived (`Door.memory`): an answer therefore shows
    every write that was acknowledged before, by whichever worker.
    """

    def __init__(self, application: ASGIApp, door: Door, reads: ReadLog) -> None:
        self._application = application
        self._door = door
        self._reads = reads

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or not scope["path"].startswith("/v1/"):
            await self._application(scope, receive, send)
            return
        try:
            await self._enter(scope, receive, send)
        except ApplicationError as error:
            await error_response(scope, error)(scope, receive, send)
        except PASSING_FAULTS as error:
            await error_response(scope, as_application_error(error))(scope, receive, send)

    async def _enter(self, scope: Scope, receive: Receive, send: Send) -> None:
        headers = Headers(scope=scope)
        memory = await self._memory(scope)
        scope["edition"] = memory.edition
        identity = scope["identity"] = await self._caller(memory, scope, headers)
        sightings = scope["sightings"] = Sightings()
        if scope["method"] == "GET":
            key = (identity, scope["path"], scope["query_string"])
            kept = memory.answers.get(key)
            asked = Wanted(headers.get("if-none-match"), headers.get("accept-encoding"))
            if kept is not None and _accepts_json(headers.get("accept")):
                self._note(scope, kept.seen)
                await send_kept(send, kept, asked)
                return
            send = _Keeper(self, memory, key, asked, sightings, send)
        try:
            await self._application(scope, receive, send)
        finally:
            # A file that is broken off has shown something as well.
            self._note(scope, sightings.seen())

    async def _memory(self, scope: Scope) -> Memory:
        """As it is now; parts of a page are answered by what was found when the page was asked for."""
        found: Memory | None = scope.get("memory")
        return found or await self._door.memory()

    async def _caller(self, memory: Memory, scope: Scope, headers: Headers) -> Identity:
        """By the token, unless a page of our own asks for its visitor: nothing that is sent can put `caller` there."""
        visitor: Identity | None = scope.get("caller")
        if visitor is not None:
            return visitor
        return await self._door.caller_by_secret(memory, bearer(headers.get("authorization")))

    def _note(self, scope: Scope, seen: Seen) -> None:
        if seen:
            self._reads.note(scope["identity"], request_said(scope, seen), seen)

    def keep(self, memory: Memory, key: AnswerKey, kept: Kept) -> None:
        """Remember an answer for as long as the register stands where it stood when the request came."""
        if memory is self._door.latest:
            memory.answers.keep(key, kept)


class _Keeper:
    """Collects the answer to a GET: tags it, keeps it, and says 304 where the client has it already.

    A streamed answer (more than one message) is passed through as it comes.
    """

    def __init__(
        self, gateway: Gateway, memory: Memory, key: AnswerKey, asked: Wanted, sightings: Sightings, send: Send
    ) -> None:
        self._gateway, self._memory, self._key, self._asked, self._send = gateway, memory, key, asked, send
        self._sightings = sightings
        self._start: Message | None = None

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and message["status"] == HTTPStatus.OK:
            self._start = message
            return
        start, self._start = self._start, None
        if start is not None and message["type"] == "http.response.body":
            if not message.get("more_body", False):
                await self._finish(start, message.get("body", b""))
                return
            await self._send(start)
        await self._send(message)

    async def _finish(self, start: Message, body: bytes) -> None:
        if (b"cache-control", b"no-store") in start["headers"]:
            await self._send(start)
            await self._send({"type": "http.response.body", "body": body})
            return
        tag, unkept = entity_tag(body), _ASK_AGAIN in start["headers"]
        headers: RawHeaders = [
            *(pair for pair in start["headers"] if pair != _ASK_AGAIN),
            (b"etag", tag.encode()),
            _ASK_AGAIN,
            (b"vary", b"Authorization, Accept, Accept-Encoding"),
        ]
        kept = Kept(tag, headers, body, self._sightings.seen())
        if not unkept:
            self._gateway.keep(self._memory, self._key, kept)
        await send_kept(self._send, kept, self._asked)


def bearer(header: str | None) -> str:
    """The token in an Authorization header; raises Unauthenticated where there is none."""
    scheme, _, secret = (header or "").partition(" ")
    secret = secret.strip()
    if scheme.lower() != "bearer" or not secret:
        raise Unauthenticated(SEND_A_TOKEN)
    return secret


def _accepts_json(header: str | None) -> bool:
    """Whether it surely does; a header that takes thought goes the long way, past the memory."""
    if header is None:
        return True
    return ";" not in header and any(part.strip() in {"*/*", "application/json"} for part in header.split(","))
