"""What the provider is asked over the web: small JSON documents, without redirects, and within a time."""

import json
from collections.abc import Mapping
from http.client import HTTPResponse
from time import monotonic
from typing import Any
from urllib.error import HTTPError
from urllib.parse import urlencode
from urllib.request import HTTPRedirectHandler, Request, build_opener

_LARGEST_DOCUMENT = 1_048_576
#: For one read, and for a document.
_SOCKET_SECONDS, _DOCUMENT_SECONDS = 5.0, 10.0


class _NoRedirects(HTTPRedirectHandler):
    """Where the keys lie is said by the provider's document, not by an answer on the way."""

    def redirect_request(self, *_arguments: Any, **_more: Any) -> None:  # noqa: ANN401 - the library's own
        return None


_opener = build_opener(_NoRedirects)


class Declined(Exception):
    """The provider has understood and says no; `code` is its own word for why (RFC 6749, 5.2)."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def fetch(address: str) -> dict[str, Any]:
    """The document at a safe address; raises OSError, HTTPException or ValueError."""
    return _ask(Request(address, headers={"Accept": "application/json"}))  # noqa: S310 - the caller has looked


def post_form(address: str, form: Mapping[str, str], headers: Mapping[str, str]) -> dict[str, Any]:
    """What a safe address answers to a form; raises Declined for a refusal, and else as `fetch` does."""
    told = {"Accept": "application/json", "Content-Type": "application/x-www-form-urlencoded", **headers}
    request = Request(address, urlencode(form).encode(), told)  # noqa: S310 - the caller has looked
    try:
        return _ask(request)
    except HTTPError as error:
        with error:
            code = _code_of(error)
        if code is None:
            raise
        raise Declined(code) from None


def _ask(request: Request) -> dict[str, Any]:
    with _opener.open(request, timeout=_SOCKET_SECONDS) as answer:
        return _read(answer, request.full_url)


def _read(answer: "HTTPResponse | HTTPError", address: str) -> dict[str, Any]:
    deadline = monotonic() + _DOCUMENT_SECONDS
    read = bytearray()
    while part := answer.read1(65_536):
        read += part
        if len(read) > _LARGEST_DOCUMENT or monotonic() > deadline:
            message = f"{address} sends too much, or too slowly"
            raise ValueError(message)
    try:
        document: dict[str, Any] = {**json.loads(read)}
    except (RecursionError, TypeError):
        message = f"{address} gives no JSON object"
        raise ValueError(message) from None
    return document


def _code_of(error: HTTPError) -> str | None:
    """None for a fault of the provider's, which may have passed by the next time."""
    if error.code not in {400, 401, 403}:
        return None
    try:
        return str(_read(error, error.url).get("error"))
    except (OSError, ValueError):
        return None
