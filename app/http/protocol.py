"""What HTTP asks of every path, done once: HEAD, OPTIONS, Allow, media types, query keys, body size, headers."""

import logging
from collections.abc import Callable, Mapping
from urllib.parse import parse_qsl

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app import __version__
from app.core.errors import ApplicationError, InvalidInput, NotAcceptable, TooLarge, UnsupportedMediaType
from app.http import metrics
from app.http.contract import Contract, Operation, allow_header, check_query
from app.http.problems import error_response, problem_response

_FIXED_HEADERS = [
    (b"api-version", __version__.encode()),
    (b"x-content-type-options", b"nosniff"),
]
_MULTIPART = "multipart/form-data"
log = logging.getLogger(__name__)


class Protocol:
    """The outermost layer; only paths of the OpenAPI document are its business."""

    def __init__(
        self, application: ASGIApp, contract: Callable[[], Contract], max_body_bytes: int, max_upload_bytes: int
    ) -> None:
        self._application = application
        self._contract = contract
        self._max_body_bytes = max_body_bytes
        self._max_upload_bytes = max_upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        method: str = scope["method"]
        started, since = False, metrics.started()

        async def stamped(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                operation: Operation | None = scope.get("operation")
                path = operation.path if operation else "unknown"
                metrics.answered(method, path, message["status"], since)
                message["headers"] = [*message.get("headers", ()), *_FIXED_HEADERS]
            if method == "HEAD" and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        try:
            await self._answer(scope, receive, stamped)
        except Exception:
            if started:
                raise
            log.exception("unexpected failure at %s %s", method, scope["path"])
            detail = "The register failed. The failure was logged."
            failed = problem_response(scope["path"], 500, "Internal error", "internal-error", detail)
            await failed(scope, receive, stamped)

    async def _answer(self, scope: Scope, receive: Receive, stamped: Send) -> None:
        method: str = scope["method"]
        operations = self._contract().operations(scope["path"])
        if operations is None:
            await self._application(scope, receive, stamped)
            return
        if method == "HEAD" and "GET" in operations:
            scope["method"] = "GET"
        elif method == "OPTIONS":
            await stamped(_start(204, allow_header(operations)))
            await stamped({"type": "http.response.body", "body": b""})
            return
        operation = operations.get(scope["method"])
        if operation is None:
            refused = problem_response(
                scope["path"],
                405,
                "Method not allowed",
                "method-not-allowed",
                f"{method} is not possible here; {allow_header(operations)} are.",
                headers={"Allow": allow_header(operations)},
            )
            await refused(scope, receive, stamped)
            return
        scope["operation"] = operation
        await self._application(scope, self._measured(scope, receive), stamped)

    def _measured(self, scope: Scope, receive: Receive) -> Receive:
        """`receive` that refuses a body beyond the limit, whatever Content-Length claims."""
        headers = Headers(scope=scope)
        upload = headers.get("content-type", "").startswith(_MULTIPART)
        limit = self._max_upload_bytes if upload else self._max_body_bytes
        seen = 0

        async def measured() -> Message:
            nonlocal seen
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                # The framework turns any other exception from here into a 400.
                raise HTTPException(413)
            return message

        return measured


class Strictness:
    """Behind the gateway: query keys, media types and declared size, refused before a handler is looked for."""

    def __init__(self, application: ASGIApp, max_body_bytes: int, max_upload_bytes: int) -> None:
        self._application = application
        self._max_body_bytes = max_body_bytes
        self._max_upload_bytes = max_upload_bytes

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        operation: Operation | None = scope.get("operation")
        if operation is not None and scope["path"].startswith("/v1/"):
            try:
                self._check(scope, operation)
            except ApplicationError as error:
                await error_response(scope["path"], error)(scope, receive, send)
                return
        await self._application(scope, receive, send)

    def _check(self, scope: Scope, operation: Operation) -> None:
        headers = Headers(scope=scope)
        check_query(operation, _query(scope))
        _check_accept(headers.get("accept"), operation)
        if operation.media_types:
            _check_media_type(headers, operation)
        upload = headers.get("content-type", "").startswith(_MULTIPART)
        limit = self._max_upload_bytes if upload else self._max_body_bytes
        declared = headers.get("content-length", "0")
        if declared.isdigit() and int(declared) > limit:
            raise TooLarge(f"The body is larger than the {limit} bytes that are taken here.")


def _start(status: int, allow: str) -> Message:
    return {"type": "http.response.start", "status": status, "headers": [(b"allow", allow.encode())]}


def _query(scope: Mapping[str, bytes]) -> list[tuple[str, str]]:
    try:
        return parse_qsl(scope["query_string"].decode(), keep_blank_values=True, errors="strict")
    except (UnicodeDecodeError, ValueError) as error:
        raise InvalidInput.at("?", "bad-encoding", "The query is not valid UTF-8.") from error


def _check_accept(header: str | None, operation: Operation) -> None:
    if header is None or not operation.answers:
        return
    offered = operation.answers | {"application/problem+json"}
    for wanted in header.split(","):
        media_type, *parameters = (part.strip() for part in wanted.split(";"))
        if "q=0" in parameters:
            continue
        kind, _, subtype = media_type.lower().partition("/")
        if media_type == "*/*" or any(
            offer == f"{kind}/{subtype}" or (subtype == "*" and offer.startswith(f"{kind}/")) for offer in offered
        ):
            return
    raise NotAcceptable(f"This is answered as {', '.join(sorted(operation.answers))}.")


def _check_media_type(headers: Headers, operation: Operation) -> None:
    empty = headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers
    sent = headers.get("content-type", "").partition(";")[0].strip().lower()
    if sent not in operation.media_types and not (empty and not sent):
        raise UnsupportedMediaType(f"Send {' or '.join(sorted(operation.media_types))}.")
