"""How a route reads: one snapshot, on the event loop where that is cheapest, JSON bytes out."""

from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import replace
from functools import partial
from threading import Lock
from typing import Annotated, TypeVar, cast

from anyio import to_thread
from fastapi import Depends, Query, Request
from sqlmodel import Session
from starlette.responses import Response

from app.core.database import NoSession, NotAtHand, OneStatementAway
from app.core.errors import Unavailable
from app.core.languages import Text
from app.core.schema import Schema
from app.core.text import DayOrInstant
from app.http.cursors import bind, check, mark_of
from app.http.lists import ListQuery, Page, list_body, narrowed
from app.http.paths import following
from app.http.representation import ASK_AGAIN, JSON, Representation, encode
from app.register.columns.store import OtherEdition
from app.register.edition import Edition
from app.register.large_reads import read_large
from app.register.register import Register
from app.security.identity import Identity
from app.security.reader import Reader
from app.security.sightings import Sightings

T = TypeVar("T")
View = Callable[[Reader], Representation]
#: So often a reader looks again where a write came between.
_MOST_LOOKS = 4
#: A check of all that is stored reads everything: many at once would hold every thread and connection.
_ONE_AT_A_TIME = Lock()
_PATIENCE = 5.0
_AGAIN = 10
#: As the gateway knows it.
_UNKEPT = {"Cache-Control": ASK_AGAIN}


class Reading:
    """A dependency: `await read.one(lambda reader: queries.unit(reader, id))`."""

    def __init__(self, request: Request) -> None:
        self._request = request
        self._register: Register = request.app.state.register
        self._identity: Identity = request.scope["identity"]
        self._sightings: Sightings = request.scope["sightings"]

    async def one(self, view: View, *, kept: bool = True, at_hand: bool = False, large: bool = False) -> Response:
        """A resource, or any other single answer.

        `kept`: whether it holds until the next write, and may be kept. `at_hand`: whether it may come out of the
        columns in memory. `large`: whether much is read for it, so that a replica may answer, as of all that was
        known earlier; it then shows nothing that is no part of an edition.
        """
        answer = await self._run(view, at_hand=at_hand, large=large)
        return Response(encode(answer), media_type=JSON, headers=None if kept else _UNKEPT)

    async def fresh(self, view: View) -> Response:
        """An answer that must be worked out anew each time, such as a check of all that is stored.

        It may take long, so it keeps off the event loop on every database, and one is worked out at a time. Raises
        Unavailable for whoever has waited a while for the one before.
        """

        def alone() -> Representation:
            if not _ONE_AT_A_TIME.acquire(timeout=_PATIENCE):
                raise Unavailable(
                    Text(
                        "The one before is still being worked out. Try again.",
                        da="Den forrige er stadig i gang. Prøv igen om lidt.",
                    ),
                    retry_after=_AGAIN,
                )
            try:
                return self._look(view)
            finally:
                _ONE_AT_A_TIME.release()

        answer = await to_thread.run_sync(alone)
        return Response(encode(answer), media_type=JSON, headers={"Cache-Control": "no-store"})

    async def aside(self, look: Callable[[Reader], T]) -> T:
        """What a route needs to know before it writes; it may take long, so it keeps off the event loop."""
        return await to_thread.run_sync(lambda: self._look(look))

    async def page(
        self,
        query: ListQuery,
        item: type[Schema],
        view: Callable[[Reader], tuple[Page, Sequence[bytes]]],
        *,
        kept: bool = True,
        at_hand: bool = False,
        large: bool = False,
    ) -> Response:
        """A page of a list. `item` says which keys there are; `view` gives the page and its items as JSON.

        `kept`, `at_hand`, `large`: as of a single answer.

        Raises InvalidInput for the cursor of another list.
        """
        mark = mark_of(self._request.scope["path"], query)
        check(query.cursor, mark)

        def build(reader: Reader) -> tuple[bytes, str | None]:
            found, items = view(reader)
            page = replace(found, next_cursor=bind(found.next_cursor, mark))
            return list_body(narrowed(items, query.fields, item), page), page.next_cursor

        body, cursor = await self._run(build, at_hand=at_hand, large=large)
        response = Response(body, media_type=JSON, headers=None if kept else _UNKEPT)
        if cursor is not None:
            response.headers["Link"] = f'<{following(self._request.scope, cursor)}>; rel="next"'
        return response

    async def _run(self, view: Callable[[Reader], T], *, at_hand: bool, large: bool) -> T:
        database = self._register.database
        if database.replica is not None and (large or "knownAt" in self._request.query_params):
            return await to_thread.run_sync(lambda: self._look_elsewhere(view))
        if not at_hand:
            return await database.run(lambda: self._look(view))
        edition: Edition = self._request.scope["edition"]
        if not database.local:
            with suppress(NotAtHand, OtherEdition):
                return await self._without_session(view, edition)
        elif self._register.columns_take_long(edition):
            return await to_thread.run_sync(lambda: self._look_again(view))
        return await database.run(lambda: self._look_again(view, edition))

    async def _without_session(self, view: Callable[[Reader], T], edition: Edition) -> T:
        """On the event loop, but for a single statement, if one is needed. Raises NotAtHand and OtherEdition."""
        try:
            return view(self._reader(cast("Session", NoSession()), edition))
        except OneStatementAway as asked:
            database = self._register.database
            rows = await database.run(partial(database.read, asked.statement, asked.values))
            return view(self._reader(cast("Session", NoSession((asked, rows))), edition))

    def _look(self, view: Callable[[Reader], T], peeked: Edition | None = None) -> T:
        with self._register.database.reading_at_need() as session:
            return view(self._reader(session, peeked))

    def _look_elsewhere(self, view: Callable[[Reader], T]) -> T:
        def read(session: Session) -> T:
            with session:
                return view(self._reader(session))

        return read_large(self._register.database, self._request.scope["edition"], read)

    def _look_again(self, view: Callable[[Reader], T], peeked: Edition | None = None) -> T:
        """Until memory and database are of one edition: writes may come in between."""
        for _ in range(_MOST_LOOKS):
            with suppress(OtherEdition):
                return self._look(view, peeked)
            peeked = None
        with self._register.columns.alone():
            return self._look(view)

    def _reader(self, session: Session, peeked: Edition | None = None) -> Reader:
        return Reader(self._register, session, identity=self._identity, sightings=self._sightings, peeked=peeked)


async def _reading(request: Request) -> Reading:
    return Reading(request)


Read = Annotated[Reading, Depends(_reading)]
KnownAt = Annotated[
    DayOrInstant | None,
    Query(alias="knownAt", description="What the register said at the instant, or at the end of the day."),
]
At = Annotated[DayOrInstant | None, Query(description="Who answered on the day, by what the register knows.")]
