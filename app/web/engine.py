"""From a request for a page to its HTML: who reads, what is kept in memory, what is refused, and the headers of all."""

from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any, TypeVar
from urllib.parse import quote

from anyio import to_thread
from starlette.applications import Starlette
from starlette.datastructures import FormData
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.core.database import PASSING_FAULTS
from app.core.errors import ApplicationError, Unauthenticated
from app.core.languages import Language
from app.http.door import Door, Memory
from app.http.kept import Kept
from app.http.problems import as_application_error
from app.http.representation import ASK_AGAIN, entity_tag
from app.register.organisation import Organisation
from app.register.register import Register
from app.security.identity import Identity
from app.security.visit import Visit
from app.security.web_sessions import WebSessions
from app.vocabulary import Permission
from app.web.answers import HEADERS, HTML, ForwardedFile, KeptPage, refusal, refusal_of
from app.web.asking import PageFile, PageRequest, SentOn, Shown
from app.web.interior import Interior, Refused
from app.web.messages import MESSAGES
from app.web.origin import comes_from_here, csrf_of
from app.web.rendering import Templates
from app.web.words import PageWords

Endpoint = Callable[[Request], Awaitable[Response]]
Handler = Callable[[PageRequest], Awaitable[Shown | SentOn | PageFile]]
#: What each page's template is given beside its own values: the menu.
Surroundings = Callable[[PageRequest], Awaitable[Mapping[str, Any]]]
T = TypeVar("T")

COOKIE = "ansvarsregister"
LANGUAGE_COOKIE = "sprog"
SIGN_IN = "/log-ind"
#: So often a page is made again where a write came in between.
_MOST_LOOKS = 4


class Engine:
    """Makes an endpoint of each page's function. `application`: the whole one, whose /v1 the pages ask."""

    def __init__(
        self,
        application: Starlette,
        register: Register,
        door: Door,
        sessions: WebSessions,
        templates: Templates,
        layout: Surroundings,
    ) -> None:
        self._application = application
        self._register = register
        self._door = door
        self.sessions = sessions
        self._templates = templates
        self._layout = layout

    def shows(self, handler: Handler) -> Endpoint:
        """GET: a page that may be kept."""

        async def endpoint(request: Request) -> Response:
            try:
                visit = await self.visit(request)
                if visit is None:
                    return self._to_sign_in(request)
                return await self._show(request, visit, handler)
            except Unauthenticated:
                return self._to_sign_in(request)

        return self.tells(endpoint)

    def acts(self, handler: Handler) -> Endpoint:
        """POST: something is done, once, and then the reader is sent on, or shown what has to be corrected."""

        async def endpoint(request: Request) -> Response:
            async with request.form() as form:
                return await self._act(request, form, handler)

        return self.tells(endpoint)

    def tells(self, endpoint: Endpoint) -> Endpoint:
        """What fails on the way, such as a database that does not answer, is told on a page as well."""

        async def telling(request: Request) -> Response:
            try:
                return await endpoint(request)
            except ApplicationError as error:
                words = self.words(request)
                values = refusal(words, error.status, error.detail.in_(words.language))
                return self.plain(request, Shown("problem.html", values, error.status))

        return telling

    async def _act(self, request: Request, form: FormData, handler: Handler) -> Response:
        words = self.words(request)
        visit = await self.visit(request)
        secret = request.cookies.get(COOKIE, "")
        if not comes_from_here(request, str(form.get("csrf", "")), secret):
            said = words.say("Formularen kom ikke fra denne side. Åbn siden igen, og prøv så én gang til.")
            status = HTTPStatus.FORBIDDEN
            return self.plain(request, Shown("problem.html", refusal(words, status, said), status))
        memory = await self._door.memory()
        identity = None if visit is None else await self._identity(memory, visit)
        if visit is None or identity is None:
            # What was typed is kept: it can be sent again once the reader has signed in elsewhere.
            typed = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
            values = {"typed": typed, "path": request.url.path, "sign_in": SIGN_IN}
            return self.plain(request, Shown("signing_in/ended.html", values, HTTPStatus.UNAUTHORIZED))
        page = self._page(request, identity, visit, words, memory, form)
        return await self._respond(page, await self._outcome(page, handler))

    async def visit(self, request: Request) -> Visit | None:
        """The session that the request's cookie names, as long as it lasts."""
        secret = request.cookies.get(COOKIE)
        if not secret:
            return None
        try:
            return await self._register.database.run(lambda: self.sessions.find(secret))
        except PASSING_FAULTS as error:
            raise as_application_error(error) from error

    async def in_thread(self, work: Callable[[], T]) -> T:
        """What writes keeps off the event loop. Raises Unavailable while the database takes no writes."""
        try:
            return await to_thread.run_sync(work)
        except PASSING_FAULTS as error:
            raise as_application_error(error) from error

    def words(self, request: Request) -> PageWords:
        language = Language.ENGLISH if request.cookies.get(LANGUAGE_COOKIE) == "en" else Language.DANISH
        return PageWords(language, self._register.clock.today(), self._register.clock.zone)

    def plain(self, request: Request, shown: Shown) -> Response:
        """A page for whoever has not signed in, or of something that went wrong."""
        words = self.words(request)
        values = {"menu": [], "me": None, "csrf": "", "said": None, "path": request.url.path, **shown.values}
        return self._whole(words, self._templates.render(shown.template, words, values), shown.status)

    async def _identity(self, memory: Memory, visit: Visit) -> Identity | None:
        try:
            return await self._door.caller_by_visit(memory, visit)
        except Unauthenticated:
            return None

    async def _show(self, request: Request, visit: Visit, handler: Handler) -> Response:
        """Where writes come faster than the page is made, its parts were so a moment ago."""
        answer, steady = await self._look(request, visit, handler)
        for _ in range(_MOST_LOOKS - 1):
            if steady:
                break
            answer, steady = await self._look(request, visit, handler)
        return answer

    async def _look(self, request: Request, visit: Visit, handler: Handler) -> tuple[Response, bool]:
        """The page, and whether all of it is of one edition."""
        words, memory = self.words(request), await self._door.memory()
        page = self._page(request, await self._door.caller_by_visit(memory, visit), visit, words, memory)
        key = (page.identity, f"{page.csrf}{words.language}{page.path}", request.scope["query_string"])
        kept = memory.answers.get(key)
        if kept is not None:
            return KeptPage(kept, request), True
        outcome = await self._outcome(page, handler)
        if not isinstance(outcome, Shown) or outcome.status != HTTPStatus.OK:
            return await self._respond(page, outcome), True
        made = self._tagged(words, await self._render(page, outcome))
        steady = await self._door.memory() is memory
        if steady and outcome.kept:
            memory.answers.keep(key, made)
        return KeptPage(made, request), steady

    def _tagged(self, words: PageWords, body: bytes) -> Kept:
        tag = entity_tag(body)
        headers = {
            **HEADERS,
            "Cache-Control": ASK_AGAIN,
            "Content-Language": words.language.value,
            "Vary": "Cookie, Accept-Encoding",
            "Content-Type": HTML,
            "Content-Length": str(len(body)),
            "ETag": tag,
        }
        return Kept(tag, [(name.lower().encode(), value.encode()) for name, value in headers.items()], body, ())

    def _page(
        self,
        request: Request,
        identity: Identity,
        visit: Visit,
        words: PageWords,
        memory: Memory,
        form: FormData | None = None,
    ) -> PageRequest:
        client = request.client
        address = (client.host, client.port) if client else None
        interior = Interior(self._application, identity, memory, words.language, address)
        csrf = csrf_of(request.cookies.get(COOKIE, ""))
        return PageRequest(
            request,
            identity,
            interior,
            words,
            self._register.clock.now(),
            csrf,
            memory.edition.revision,
            lambda: self._organisation(memory),
            visit.previous_visit_at,
            form or FormData(),
        )

    async def _organisation(self, memory: Memory) -> Organisation:
        def look() -> Organisation:
            with self._register.database.reading_at_need() as session:
                return self._register.organisation(session, memory.edition)

        return await self._register.database.run(look)

    async def _outcome(self, page: PageRequest, handler: Handler) -> Shown | SentOn | PageFile:
        try:
            return await handler(page)
        except Refused as refused:
            return refusal_of(page, refused)
        except ApplicationError as error:
            said = error.detail.in_(page.words.language)
            return Shown("problem.html", refusal(page.words, error.status, said), error.status, kept=False)

    async def _respond(self, page: PageRequest, outcome: Shown | SentOn | PageFile) -> Response:
        if isinstance(outcome, SentOn):
            return RedirectResponse(outcome.address, HTTPStatus.SEE_OTHER, dict(HEADERS))
        if isinstance(outcome, PageFile):
            return ForwardedFile(page.interior, outcome, lambda refused: self._respond(page, refusal_of(page, refused)))
        return self._whole(page.words, await self._render(page, outcome), outcome.status)

    def _whole(self, words: PageWords, body: bytes, status: int) -> Response:
        return Response(
            body, status, {**HEADERS, "Cache-Control": "no-store", "Content-Language": words.language.value}, HTML
        )

    async def _render(self, page: PageRequest, shown: Shown) -> bytes:
        layout = await self._layout(page) if shown.framed else {}
        said = MESSAGES.get(page.query.get("besked", ""))
        common = {
            "page": page,
            "csrf": page.csrf,
            "path": page.path,
            "me": page.identity,
            "may": Permission,
            "said": None if said is None else page.words.say(said),
            **layout,
        }
        return self._templates.render(shown.template, page.words, {**common, **shown.values})

    def _to_sign_in(self, request: Request) -> Response:
        here = request.url.path + (f"?{request.url.query}" if request.url.query else "")
        onward = "" if here == "/" else f"?naeste={quote(here, safe='/')}"
        response = RedirectResponse(f"{SIGN_IN}{onward}", HTTPStatus.SEE_OTHER, dict(HEADERS))
        response.headers["Cache-Control"] = "no-store"
        return response
