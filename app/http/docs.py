"""The page /docs: Swagger UI, script and style and all, from this service alone.

Whoever tries a call pastes a token here, so no other host has a say in the page: what it is made of lies in the
pinned package fastapi-offline, and its policy lets the browser load and call nothing from elsewhere.
"""

import os
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path

from fastapi import FastAPI
from starlette.requests import Request
from starlette.responses import FileResponse, Response

from app.http.representation import none_match

_OWN = Path(__file__).with_name("docs_page")
#: A style in an attribute is Swagger UI's own; styles from elsewhere, and scripts in the page, are not let in.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; style-src-attr 'unsafe-inline'; img-src 'self' data:; "
    "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)
HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": _POLICY,
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


def serve_docs(application: FastAPI) -> None:
    """Add the page and the files that it refers to."""
    for path, file, media_type in _files():
        known = file.stat()

        async def send(
            request: Request, file: Path = file, media_type: str = media_type, known: os.stat_result = known
        ) -> Response:
            found = FileResponse(file, headers=HEADERS, media_type=media_type, stat_result=known)
            if none_match(request.headers.get("if-none-match"), found.headers["etag"]):
                return Response(status_code=304, headers={**HEADERS, "ETag": found.headers["etag"]})
            return found

        application.add_route(path, send, include_in_schema=False)


def _files() -> list[tuple[str, Path, str]]:
    """Path, file and media type of all that the page is made of."""
    package = find_spec("fastapi_offline")
    if package is None or package.origin is None:
        message = "fastapi-offline, which the page /docs is made of, is not installed"
        raise RuntimeError(message)
    library = Path(package.origin).with_name("static")
    return [
        ("/docs", _OWN / "page.html", "text/html"),
        ("/docs/start.js", _OWN / "start.js", "text/javascript"),
        ("/docs/swagger-ui-bundle.js", library / "swagger-ui-bundle.js", "text/javascript"),
        ("/docs/swagger-ui.css", library / "swagger-ui.css", "text/css"),
        ("/docs/favicon.png", library / "favicon.png", "image/png"),
    ]
