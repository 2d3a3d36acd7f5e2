"""The routes of signing in and out, and of choosing the language."""

from collections.abc import Callable
from http import HTTPStatus
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from app.core.errors import ApplicationError
from app.http.limits import Quotas
from app.web.answers import HEADERS
from app.web.asking import Shown
from app.web.engine import COOKIE, LANGUAGE_COOKIE, SIGN_IN, Engine
from app.web.origin import comes_from_here
from app.web.signing_in.provider import CALLBACK, ProviderSignIn

_YEAR = 365 * 24 * 3600
#: What a browser keeps of the register, and forgets when someone signs out of it.
_FORGET = '"cache", "storage"'


class SigningIn:
    """`provider` None: nobody can sign in with a provider."""

    def __init__(self, engine: Engine, provider: ProviderSignIn | None) -> None:
        self._engine = engine
        self._provider = provider

    async def form(self, request: Request) -> Response:
        """The form; with `?engangskode=` the reader is let in at once, but only the first time."""
        onward = local(request.query_params.get("naeste"))
        code = request.query_params.get("engangskode")
        if code is None:
            return self._form(request, onward)
        return await self._try(request, code, self._engine.sessions.redeem, onward)

    async def enter(self, request: Request) -> Response:
        """The form was sent."""
        form = await request.form()
        onward = local(str(form.get("naeste") or "/"))
        origin, site = request.headers.get("origin"), request.headers.get("sec-fetch-site")
        if (origin is not None or site is not None) and not comes_from_here(request, "", ""):
            return self._form(request, onward)
        token = str(form.get("adgangsnoegle") or "").strip()
        return await self._try(request, token, self._engine.sessions.sign_in, onward)

    async def _try(self, request: Request, secret: str, begin: Callable[[str], str], onward: str) -> Response:
        """`begin`: makes a session of the token or the code. Who guesses is counted as who guesses at the interface."""
        quotas: Quotas = request.app.state.quotas
        try:
            quotas.try_in_form(request.scope, secret)
            session = await self._engine.in_thread(lambda: begin(secret))
        except ApplicationError as error:
            return self._form(request, onward, error)
        return self._let_in(request, session, onward)

    async def leave(self, request: Request) -> Response:
        """Signed out here and in every other window; what the browser keeps is wiped."""
        form = await request.form()
        secret = request.cookies.get(COOKIE, "")
        if not comes_from_here(request, str(form.get("csrf", "")), secret):
            return RedirectResponse("/", HTTPStatus.SEE_OTHER, dict(HEADERS))
        if secret:
            await self._engine.in_thread(lambda: self._engine.sessions.sign_out(secret))
        answer = RedirectResponse(f"{SIGN_IN}?besked=logget-ud", HTTPStatus.SEE_OTHER, dict(HEADERS))
        answer.headers["Clear-Site-Data"] = _FORGET
        answer.delete_cookie(COOKIE, path="/")
        return answer

    async def choose_language(self, request: Request) -> Response:
        back = local(_path_of(request.headers.get("referer"), request.headers.get("host")))
        answer = RedirectResponse(back, HTTPStatus.SEE_OTHER, dict(HEADERS))
        code = "en" if request.path_params["code"] == "en" else "da"
        answer.set_cookie(LANGUAGE_COOKIE, code, _YEAR, path="/", samesite="lax", httponly=True)
        return answer

    async def to_provider(self, request: Request) -> Response:
        """Off to the provider's own page."""
        if self._provider is None:
            return self._form(request, "/")
        onward = local(request.query_params.get("naeste"))
        try:
            return await self._provider.begin(request, onward)
        except ApplicationError as error:
            return self._form(request, onward, error, by_provider=True)

    async def from_provider(self, request: Request) -> Response:
        """Back from there."""
        if self._provider is None:
            return self._form(request, "/")
        try:
            account, onward = await self._provider.finish(request)
            secret = await self._engine.in_thread(lambda: self._engine.sessions.sign_in_account(account))
        except ApplicationError as error:
            return self._form(request, "/", error, by_provider=True)
        answer = self._let_in(request, secret, local(onward))
        answer.delete_cookie(ProviderSignIn.COOKIE, path=CALLBACK)
        return answer

    def _form(
        self, request: Request, onward: str, error: ApplicationError | None = None, *, by_provider: bool = False
    ) -> Response:
        """`by_provider`: it was not the token that was refused."""
        words = self._engine.words(request)
        said = words.say("Du er logget ud.") if request.query_params.get("besked") == "logget-ud" else None
        values = {
            "onward": onward,
            "fault": None if error is None or by_provider else error.detail.in_(words.language),
            "refusal": error.detail.in_(words.language) if error is not None and by_provider else None,
            "provider": None if self._provider is None else f"{SIGN_IN}/udbyder?{urlencode({'naeste': onward})}",
            "said": said,
        }
        status = HTTPStatus.OK if error is None else HTTPStatus(error.status)
        return self._engine.plain(request, Shown("signing_in/page.html", values, status))

    def _let_in(self, request: Request, secret: str, onward: str) -> Response:
        answer = RedirectResponse(onward, HTTPStatus.SEE_OTHER, dict(HEADERS))
        answer.headers["Cache-Control"] = "no-store"
        secure = request.url.scheme == "https"
        answer.set_cookie(COOKIE, secret, path="/", httponly=True, samesite="lax", secure=secure)
        return answer


def local(address: str | None) -> str:
    """The address where it is a page of ours, and the front page where it is not."""
    if not address or not address.startswith("/") or address.startswith("//") or "\\" in address:
        return "/"
    if any(ord(sign) < ord(" ") for sign in address) or address.startswith(SIGN_IN):
        return "/"
    return address


def _path_of(referer: str | None, host: str | None) -> str:
    scheme, _, rest = (referer or "").partition("://")
    name, slash, path = rest.partition("/")
    return slash + path if scheme and name == host else "/"
