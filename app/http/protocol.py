"""What HTTP asks of every path, done once: its text, HEAD, OPTIONS, Allow, and the headers of every answer."""

import logging
from collections.abc import Callable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.core.errors import ApplicationError, InvalidInput, TooManyRequests
from app.core.languages import Text
from app.http import metrics
from app.http.answer_headers import complete
from app.http.interface import Interface, Operation, allow_header
from app.http.limits import HeaderPairs, Quotas
from app.http.methods import methods_elsewhere, not_possible
from app.http.paths import routed_path, sent_path
from app.http.problems import error_response, problem_response

log = logging.getLogger(__name__)
_READING = ("GET", "HEAD")


class Protocol:
    """The outermost layer; of other paths than the OpenAPI document's it only knows what they may be asked."""

    def __init__(self, application: ASGIApp, interface: Callable[[], Interface], limits: Quotas) -> None:
        self._application = application
        self._interface = interface
        self._limits = limits

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._application(scope, receive, send)
            return
        # The server goes on using its own: a HEAD that became a GET there would promise a body that never comes.
        scope = dict(scope)
        method: str = scope["method"]
        started, since = False, metrics.started()
        quota: HeaderPairs = ()

        async def stamped(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                operation: Operation | None = scope.get("operation")
                path = operation.path if operation else "unknown"
                metrics.answered(method, path, message["status"], since)
                self._limits.told(scope, message["status"])
                message["headers"] = complete(message.get("headers", ()), scope, quota)
            if method == "HEAD" and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        try:
            quota = self._limits.enter(scope)
            await self._answer(scope, receive, stamped)
        except TooManyRequests as error:
            await error_response(scope, error)(scope, receive, stamped)
        except Exception:
            if started:
                raise
            log.exception("unexpected failure at %s %s", method, sent_path(scope))
            detail = Text(
                "The register failed. The failure was logged.",
                da="Der skete en fejl i registret. Den er skrevet i loggen.",
            )
            failed = problem_response(scope, 500, ApplicationError.title, ApplicationError.code, detail)
            await failed(scope, receive, stamped)

    async def _answer(self, scope: Scope, receive: Receive, stamped: Send) -> None:
        method: str = scope["method"]
        try:
            scope["path"] = routed_path(scope)
        except InvalidInput as error:
            await error_response(scope, error)(scope, receive, stamped)
            return
        operations = self._interface().operations(scope["path"])
        if operations is None and method in _READING:
            # The router finds what is read by itself, and refuses what is not: to look here as well costs each page.
            await self._application(scope, receive, stamped)
            return
        methods = methods_elsewhere(scope) if operations is None else operations
        if method == "OPTIONS" and methods:
            await stamped(_start(204, allow_header(methods)))
            await stamped({"type": "http.response.body", "body": b""})
            return
        if operations is None and (not methods or method in methods):
            await self._application(scope, receive, stamped)
            return
        if method == "HEAD" and "GET" in methods:
            scope["method"] = "GET"
        operation = (operations or {}).get(scope["method"])
        if operation is None:
            await not_possible(scope, methods)(scope, receive, stamped)
            return
        scope["operation"] = operation
        await self._application(scope, receive, stamped)


def _start(status: int, allow: str) -> Message:
    return {"type": "http.response.start", "status": status, "headers": [(b"allow", allow.encode())]}
