"""How a route writes: preconditions, the register's transaction, retries, and the answer, all in one place."""

from collections.abc import Callable
from contextlib import suppress
from datetime import date, datetime
from functools import partial
from hashlib import sha256
from typing import Annotated, Any, TypeVar

from anyio import to_thread
from fastapi import Depends, Header, Query, Request
from pydantic import TypeAdapter, ValidationError
from sqlmodel import Session
from starlette.responses import Response

from app.core.errors import InvalidInput
from app.core.objections import objection
from app.core.text import Line, Prose, QueryFlag
from app.http.attempt import Attempt
from app.http.conditions import Condition
from app.http.idempotency import AnsweredBefore, Retry, raise_if_answered
from app.http.interface import Operation, check_form
from app.http.media_types import MULTIPART, media_type
from app.http.paths import sent_path
from app.http.representation import JSON, Representation, encode, entity_tag
from app.http.subject_queries import about
from app.journal.append import Author
from app.register.gate import Guard
from app.register.organisation import Organisation
from app.register.preparing import Prepared
from app.register.register import Register, allow_all
from app.security.guard import guard_for
from app.security.identity import Identity
from app.security.reader import Reader
from app.security.sightings import Sightings

T = TypeVar("T")

_REASON: TypeAdapter[str] = TypeAdapter(Prose)
_KEY: TypeAdapter[str] = TypeAdapter(Line)

Respond = Callable[[Reader, Any], Response]
#: Runs the last action of a request, which gives what it leaves, and answers.
Conclude = Callable[[Callable[[Session], T], Prepared | None], Response]


class Writing:
    """A dependency. Each method runs an action through the commit gate and answers from the same transaction."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._register: Register = request.app.state.register
        self._identity: Identity = request.scope["identity"]
        self._sightings: Sightings = request.scope["sightings"]

    @property
    def today(self) -> date:
        return self._register.clock.today()

    @property
    def now(self) -> datetime:
        return self._register.clock.now()

    @property
    def register(self) -> Register:
        return self._register

    @property
    def identity(self) -> Identity:
        return self._identity

    def organisation(self, session: Session) -> Organisation:
        """Today's, as it is before the write."""
        return Reader(self._register, session).organisation

    async def create(
        self, action: Callable[[Session], str], view: Callable[[Reader, str], Representation], path: str
    ) -> Response:
        """POST of a new resource: 201 with its Location. `action` gives the new id."""
        return await self.create_at(action, view, lambda made: (201, f"{path}/{made}"))

    async def create_at(
        self,
        action: Callable[[Session], T],
        view: Callable[[Reader, T], Representation],
        place: Callable[[T], tuple[int, str]],
    ) -> Response:
        """The same of what may become one thing or another: `place` gives the status and where it is."""
        return await self.run(action, lambda reader, made: _placed(view(reader, made), *place(made)))

    async def record(
        self,
        work: Callable[[Author, Guard, Conclude[T]], Response],
        view: Callable[[Reader, T], Representation],
        place: Callable[[T], tuple[int, str]],
    ) -> Response:
        """POST of an action that takes long and leaves a record of itself; `place` gives the status and where it is.

        `work` runs in a thread. It may write on its own before it hands its last action, which stores the record, to
        the function that it is given; what that gives is the answer.
        """
        author = self._identity.author(self.reason)
        retry = await self._retry()
        guard = guard_for(self._identity)

        def respond(reader: Reader, made: T) -> Response:
            return _placed(view(reader, made), *place(made))

        def conclude(action: Callable[[Session], T], prepared: Prepared | None) -> Response:
            attempt = Attempt(self._register, self._identity, self._sightings, action, respond, None, retry)
            return self._register.write_prepared(author, prepared, attempt.act, attempt.answer, guard=guard)

        def run() -> Response:
            if retry is not None:
                with self._register.database.reading() as session:
                    raise_if_answered(session, retry)
            return work(author, guard, conclude)

        try:
            return await to_thread.run_sync(run)
        except AnsweredBefore as before:
            return before.response

    async def act(
        self,
        action: Callable[[Session], T],
        view: Callable[[Reader, T], Representation],
        *,
        dry_run: bool = False,
        guarded: bool = True,
        reason: str | None = None,
    ) -> Response:
        """POST of an action on something that exists; a dry run says what it would do, and takes it back.

        `guarded`: whether the caller must be allowed what is changed, which may be left out of a dry run.
        """
        return await self.run(
            action,
            lambda reader, result: _answer(view(reader, result), 200),
            dry_run=dry_run,
            guarded=guarded,
            reason=reason,
        )

    async def ask(self, question: Callable[[], Representation]) -> Response:
        """POST of a question about what is sent: it takes long, stores nothing, and is answered anew each time."""
        # There is nothing to write a reason to, or to send twice. What is no reason or key is refused as everywhere.
        self._header("change-reason", _REASON)
        self._header("idempotency-key", _KEY)
        return _answer(await to_thread.run_sync(question), 200)

    async def create_secret(
        self, action: Callable[[Session], T], view: Callable[[Reader, T], Representation]
    ) -> Response:
        """POST of something whose answer holds a secret: it is not kept for a retry, and not tagged."""
        return await self.run(
            action, lambda reader, result: Response(encode(view(reader, result)), 201, media_type=JSON), secret=True
        )

    async def change(self, action: Callable[[Session], object], view: Callable[[Reader], Representation]) -> Response:
        """PATCH or PUT: If-Match must name the representation that `view` gives."""
        condition = Condition(view, self._if_match)
        return await self.run(action, lambda reader, _: _answer(view(reader), 200), condition=condition)

    async def upsert(
        self,
        action: Callable[[Session], tuple[str, bool]],
        view: Callable[[Reader, str], Representation],
        path: str,
        *,
        existing: Callable[[Reader], Representation],
        if_none_match: str | None,
    ) -> Response:
        """PUT by the caller's own key: 201 or 200. `action` gives the id and whether it was made.

        `existing`: what stands under the key; conditions may be sent, and need not.
        """
        condition = Condition(existing, self._if_match, if_none_match, required=False)

        def respond(reader: Reader, result: tuple[str, bool]) -> Response:
            made, created = result
            return _placed(view(reader, made), 201 if created else 200, f"{path}/{made}")

        return await self.run(action, respond, condition=condition)

    async def remove(
        self,
        action: Callable[[Session], object],
        view: Callable[[Reader], Representation],
        *,
        needs_match: bool = True,
    ) -> Response:
        """DELETE: 204. If-Match must name the representation that `view` gives; `needs_match`: it must be sent."""
        condition = Condition(view, self._if_match, required=needs_match)
        return await self.run(action, lambda _reader, _result: Response(status_code=204), condition=condition)

    async def run(
        self,
        action: Callable[[Session], T],
        respond: Callable[[Reader, T], Response],
        *,
        condition: Condition | None = None,
        dry_run: bool = False,
        secret: bool = False,
        guarded: bool = True,
        reason: str | None = None,
    ) -> Response:
        """The one way through: everything above comes here. A `secret` answer is not kept for a retry.

        `reason` is written down where the caller gives none.
        """
        author = self._identity.author(self.reason or reason)
        retry = None if secret else await self._retry()
        attempt = Attempt(self._register, self._identity, self._sightings, action, respond, condition, retry)
        guard = guard_for(self._identity) if guarded or not dry_run else allow_all
        subjects = about(self._request.scope["operation"].path, self._request.path_params)
        write = partial(self._register.write, author, guard=guard, dry_run=dry_run, about=subjects)
        try:
            return await to_thread.run_sync(write, attempt.act, attempt.answer)
        except AnsweredBefore as before:
            return before.response

    @property
    def _if_match(self) -> str | None:
        return self._request.headers.get("if-match")

    @property
    def reason(self) -> str | None:
        """What the caller says why. Raises InvalidInput."""
        return self._header("change-reason", _REASON)

    def _header(self, name: str, kind: TypeAdapter[str]) -> str | None:
        sent = self._request.headers.get(name)
        if sent is None:
            return None
        # Headers arrive as Latin-1; most clients write UTF-8 into them.
        with suppress(UnicodeDecodeError):
            sent = sent.encode("latin-1").decode()
        try:
            return kind.validate_python(sent)
        except ValidationError as error:
            raise InvalidInput.at(name, "invalid-header", objection(error.errors()[0])) from error

    async def _retry(self) -> Retry | None:
        key = self._header("idempotency-key", _KEY) if self._request.method == "POST" else None
        if key is None:
            return None
        target = f"{self._request.method} {sent_path(self._request.scope)}?{self._request.url.query}\n"
        said = sha256(target.encode() + await self._body())
        return Retry(self._identity.token_id, key, said.hexdigest())

    async def _body(self) -> bytes:
        """The body as sent; an upload is named by its parts, since it was read as a stream."""
        if media_type(self._request.headers.get("content-type")) != MULTIPART:
            return await self._request.body()
        parts = sha256()
        for name, value in sorted((await self._request.form()).multi_items(), key=lambda part: part[0]):
            parts.update(name.encode())
            if isinstance(value, str):
                parts.update(value.encode())
            else:
                parts.update(await value.read())
                await value.seek(0)
        return parts.digest()


def _answer(representation: Representation, status: int) -> Response:
    body = encode(representation)
    return Response(body, status, {"ETag": entity_tag(body)}, JSON)


def _placed(representation: Representation, status: int, location: str) -> Response:
    """An answer that says where the resource is."""
    response = _answer(representation, status)
    response.headers["Location"] = location
    return response


async def _writing(
    request: Request,
    change_reason: Annotated[  # noqa: ARG001 - for the document; Writing reads the header itself
        str | None, Header(alias="Change-Reason", description="Why: stored with the change.")
    ] = None,
) -> Writing:
    """The header that every write takes; those that depend on the method are in the document by their method."""
    operation: Operation = request.scope["operation"]
    if operation.form:
        check_form(operation, [name for name, _ in (await request.form()).multi_items()])
    return Writing(request)


Write = Annotated[Writing, Depends(_writing)]
DryRun = Annotated[QueryFlag, Query(alias="dryRun", description="Say what would happen, and write nothing.")]
IfNoneMatch = Annotated[str | None, Header(alias="If-None-Match", description="`*`: only make it, never change it.")]
