"""What may be asked of an address, told to whoever asks something else."""

from collections.abc import Collection

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Match, Route
from starlette.types import Scope

from app.core.languages import Text
from app.http.interface import allow_header
from app.http.problems import METHOD_NOT_ALLOWED, problem_response

_STATUS = 405


def methods_elsewhere(scope: Scope) -> set[str]:
    """What a path takes that the document does not have: a page, or what it is made of. As many matches as pages."""
    routes = (route for route in scope["app"].router.routes if isinstance(route, Route))
    return {method for route in routes if route.matches(scope)[0] is not Match.NONE for method in route.methods or ()}


def not_possible(scope: Scope, methods: Collection[str]) -> Response:
    """The refusal. `methods`: what may be asked."""
    allowed, method = allow_header(methods), scope["method"]
    detail = Text(f"{method} is not possible here; {allowed} are.", da=f"{method} kan ikke bruges her. Brug {allowed}.")
    return problem_response(
        scope, _STATUS, METHOD_NOT_ALLOWED, "method-not-allowed", detail, headers={"Allow": allowed}
    )


def tell_methods(application: FastAPI) -> None:
    """Have the router's own refusal, which names some of the methods, say it so too."""

    async def refused(request: Request, _error: Exception) -> Response:
        return not_possible(request.scope, methods_elsewhere(request.scope))

    application.add_exception_handler(_STATUS, refused)
