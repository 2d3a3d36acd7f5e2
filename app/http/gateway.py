"""The door of /v1: authenticates every request, and answers from memory what no write has changed."""

from dataclasses import dataclass, field
from datetime import date, datetime
from http import HTTPStatus
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import ApplicationError, Unauthenticated
from app.core.languages import Text
from app.http.kept import AnswerKey, Answers, Kept, RawHeaders, Wanted, send_kept
from app.http.problems import PASSING_FAULTS, as_application_error, error_response
from app.http.read_notes import request_said
from app.http.representation import ASK_AGAIN, entity_tag
from app.register.edition import Access, Edition
from app.register.following import Follow
from app.register.register import Register
from app.security.authentication import identify
from app.security.identity import PREFIX, Identity, hash_secret
from app.security.read_log import ReadLog
from app.security.sightings import Seen, Sightings

if TYPE_CHECKING:
    # Cryptography takes a tenth of a second to load; whoever has no provider does not wait for it.
    from app.security.oidc.accounts import Accounts

#: Header, claims and signature of a provider's token lie between them.
_DOTS = 2
#: So many tokens of a provider are remembered: each of them lives for an hour or so.
_MOST_ACCOUNTS = 10_000
#: What every answer is sent with. A route says it itself where an answer changes without a write: it is not kept here.
_ASK_AGAIN = (b"cache-control", ASK_AGAIN.encode())

_SEND_A_TOKEN = Text("Send Authorization: Bearer <token>.", da="Send Authorization: Bearer <adgangsnøgle>.")


@dataclass(frozen=True, slots=True)
class Proven:
    """The caller that a provider's token speaks of. `until`: its end, in seconds since 1970; `keys`: what proved it."""

    identity: Identity
    until: float
    keys: object


@dataclass(frozen=True, slots=True)
class Callers:
    """Who was let in, by the hash of the secret. `proven_by`: what decides that; most writes leave it as it is."""

    proven_by: tuple[Access, date]
    identities: dict[str, Identity] = field(default_factory=dict)
    accounts: dict[str, Proven] = field(default_factory=dict)


@dataclass(slots=True)
class Memory:
    """What was answered under one edition on one day; forgotten as a whole when either moves on.

    The organisation is that of the day, whether the cards have been evaluated for it or not.
    """

    edition: Edition
    day: date
    answers: Answers
    callers: Callers


class Gateway:
    """Pure ASGI: a repeated GET costs one read of the edition and a look in a dictionary.

    The edition is read anew for every request, after the request has arrived: an answer therefore shows every
    write that was acknowledged before, by whichever worker. `follow` is called where the cards are not of today.
    """

    def __init__(
        self,
        application: ASGIApp,
        register: Register,
        follow: Follow,
        reads: ReadLog,
        memory_bytes: int,
        accounts: "Accounts | None" = None,
    ) -> None:
        self._application = application
        self._register = register
        self._follow = follow
        self._reads = reads
        self._limit = memory_bytes
        self._accounts = accounts
        self._memory: Memory | None = None

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
        memory = await self._current_memory()
        scope["edition"] = memory.edition
        identity = scope["identity"] = await self._caller(memory, bearer(headers.get("authorization")))
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

    def _note(self, scope: Scope, seen: Seen) -> None:
        if seen:
            self._reads.note(scope["identity"], request_said(scope, seen), seen)

    async def _current_memory(self) -> Memory:
        register = self._register
        edition = await register.database.run(register.edition)
        if not register.is_current(edition):
            await self._follow()
            edition = await register.database.run(register.edition)
        today = register.clock.today()
        memory = self._memory
        if memory is None or (memory.edition, memory.day) != (edition, today):
            access = await register.database.run(register.access)
            kept = memory.callers if memory is not None and memory.callers.proven_by == (access, today) else None
            memory = self._memory = Memory(edition, today, Answers(self._limit), kept or Callers((access, today)))
        return memory

    async def _caller(self, memory: Memory, secret: str) -> Identity:
        hashed, accounts = hash_secret(secret), self._accounts
        if secret.startswith(PREFIX):
            identity = memory.callers.identities.get(hashed)
            if identity is None:
                identity = memory.callers.identities[hashed] = await self._identify(secret)
            self._reads.used(identity.token_id, memory.day)
            return identity
        now, proven = self._register.clock.now(), memory.callers.accounts.get(hashed)
        if (
            accounts is not None
            and proven is not None
            and proven.until > now.timestamp()
            and proven.keys is accounts.keys()
        ):
            return proven.identity
        if accounts is None or secret.count(".") != _DOTS:
            raise Unauthenticated(_SEND_A_TOKEN)
        proven = await self._prove(accounts, secret, now)
        if len(memory.callers.accounts) >= _MOST_ACCOUNTS:
            memory.callers.accounts.clear()
        memory.callers.accounts[hashed] = proven
        return proven.identity

    async def _prove(self, accounts: "Accounts", token: str, now: datetime) -> Proven:
        """The caller of a provider's token. Its signature is checked on the event loop: a thread costs as much."""
        from app.security.oidc.accounts import identify_account  # noqa: PLC0415 - loaded by then, see above

        keys, register = accounts.keys(), self._register
        account = await accounts.account(token, now)

        def work() -> Identity:
            with register.database.reading() as session:
                return identify_account(session, account, accounts.configuration, register.clock.today())

        return Proven(await register.database.run(work), account.expires_at, keys)

    async def _identify(self, secret: str) -> Identity:
        register = self._register

        def work() -> Identity:
            with register.database.reading() as session:
                return identify(session, secret, register.clock.today())

        return await register.database.run(work)

    def keep(self, memory: Memory, key: AnswerKey, kept: Kept) -> None:
        """Remember an answer for as long as the register stands where it stood when the request came."""
        if memory is self._memory:
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
        raise Unauthenticated(_SEND_A_TOKEN)
    return secret


def _accepts_json(header: str | None) -> bool:
    """Whether it surely does; a header that takes thought goes the long way, past the memory."""
    if header is None:
        return True
    return ";" not in header and any(part.strip() in {"*/*", "application/json"} for part in header.split(","))
