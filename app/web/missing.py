"""An address that there is not, told on a page to people, and as a problem to programs."""

from http import HTTPStatus

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from app.web.answers import refusal
from app.web.asking import Shown
from app.web.engine import Engine
from app.web.marking import _

#: Where programs are at home.
_INTERFACE = "/v1/"
_WHY = _("Adressen findes ikke her. Se efter, om den er skrevet rigtigt, eller begynd på forsiden.")


def tell_missing_pages(application: Starlette, engine: Engine) -> None:
    """What was told of them so far goes on for programs."""
    problem = application.exception_handlers[HTTPException]

    async def missing(request: Request, error: Exception) -> Response:
        if request.url.path.startswith(_INTERFACE) or "text/html" not in request.headers.get("accept", ""):
            told: Response = await problem(request, error)
            return told
        words = engine.words(request)
        values = refusal(words, HTTPStatus.NOT_FOUND, words.say(_WHY))
        return engine.plain(request, Shown("problem.html", values, HTTPStatus.NOT_FOUND))

    application.add_exception_handler(HTTPStatus.NOT_FOUND.value, missing)
