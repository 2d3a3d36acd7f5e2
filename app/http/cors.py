"""Pages of other origins that may read: none, unless a setting names them."""

from collections.abc import Iterable

from starlette.datastructures import Headers
from starlette.middleware.cors import CORSMiddleware
from starlette.responses import Response
from starlette.types import ASGIApp

from app.http.answer_headers import complete

_METHODS = ("GET", "HEAD", "OPTIONS")
_ASKED = ("Authorization", "If-None-Match")
_SHOWN = ("API-Version", "Content-Language", "ETag", "Link", "RateLimit", "RateLimit-Policy", "Retry-After")


class ReadingFromPages(CORSMiddleware):
    """The outermost layer, so that problems can be read as well; a preflight is answered before any token."""

    def __init__(self, app: ASGIApp, origins: Iterable[str]) -> None:
        super().__init__(
            app, allow_origins=list(origins), allow_methods=_METHODS, allow_headers=_ASKED, expose_headers=_SHOWN
        )

    def preflight_response(self, request_headers: Headers) -> Response:
        response = super().preflight_response(request_headers)
        response.raw_headers = complete(response.raw_headers, {"scheme": "http"}, ())
        return response
