"""What a request may carry, checked before a handler is looked for: query keys, headers, media types, and the body."""

from collections.abc import Mapping
from urllib.parse import parse_qsl, unquote_plus

from starlette.datastructures import Headers
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.errors import ApplicationError, InvalidInput, NotAcceptable, UnsupportedMediaType
from app.core.languages import Text
from app.http.bodies import measured, read_whole, refuse_declared, replayed
from app.http.deadlines import Patience, in_time
from app.http.interface import Operation, check_query
from app.http.json_bodies import check_json
from app.http.media_types import JSON_TYPES, MULTIPART, accepts_any, media_type, names
from app.http.problems import MEDIA_TYPE, error_response, fault

# A write that ignored one of these would not be what the client asked for.
_CONDITIONS = ("Idempotency-Key", "If-Match", "If-None-Match")


class Strictness:
    """Behind the gateway; only operations of /v1 are its business."""

    def __init__(self, application: ASGIApp, max_body_bytes: int, max_upload_bytes: int, patience: Patience) -> None:
        self._application = application
        self._max_body_bytes = max_body_bytes
        self._max_upload_bytes = max_upload_bytes
        self._patience = patience

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        operation: Operation | None = scope.get("operation")
        if operation is not None and scope["path"].startswith("/v1/"):
            headers = Headers(scope=scope)
            try:
                pairs = scope["query_pairs"] = _query(scope)
                check_query(operation, pairs)
                _check_accept(headers.get("accept"), operation)
                if operation.writes:
                    _check_conditions(headers, operation)
                    receive = await self._checked(receive, headers, operation)
            except ApplicationError as error:
                await error_response(scope, error)(scope, receive, send)
                return
            except ClientDisconnect:
                # There is nobody to answer.
                return
        await self._application(scope, receive, send)

    async def _checked(self, receive: Receive, headers: Headers, operation: Operation) -> Receive:
        """`receive` with a body that the operation can read. An upload is not read here: it may be large."""
        if operation.media_types:
            _check_media_type(headers, operation)
        sent = media_type(headers.get("content-type"))
        limit = self._max_upload_bytes if sent == MULTIPART else self._max_body_bytes
        refuse_declared(headers, limit)
        receive = in_time(receive, self._patience)
        if MULTIPART in operation.media_types:
            return measured(receive, limit)
        body = await read_whole(receive, limit)
        if body and not operation.media_types:
            raise fault(
                "",
                "unexpected-body",
                Text("No body is taken here.", da="Her kan ikke sendes noget indhold. Udelad det."),
            )
        if body and sent in JSON_TYPES:
            check_json(body)
        return replayed(body, receive)


def _query(scope: Mapping[str, bytes]) -> list[tuple[str, str]]:
    """Raises InvalidInput, which points at the first key that is not UTF-8, or whose value is not."""
    query = scope["query_string"]
    try:
        return _parsed(query)
    except (UnicodeDecodeError, ValueError) as error:
        raise InvalidInput.at(
            f"?{_first_unreadable(query)}",
            "bad-encoding",
            Text("The query is not valid UTF-8.", da="Forespørgslen er ikke gyldig UTF-8. Ret den."),
        ) from error


def _parsed(query: bytes) -> list[tuple[str, str]]:
    return parse_qsl(query.decode(), keep_blank_values=True, errors="strict")


def _first_unreadable(query: bytes) -> str:
    """As much of the key as can be read."""
    for pair in query.split(b"&"):
        try:
            _parsed(pair)
        except (UnicodeDecodeError, ValueError):
            return unquote_plus(pair.partition(b"=")[0].decode(errors="ignore"), errors="ignore")
    return ""


def _check_accept(header: str | None, operation: Operation) -> None:
    if header is None or not operation.answers:
        return
    if not (accepts_any(header, operation.answers) or names(header, MEDIA_TYPE)):
        answers = sorted(operation.answers)
        raise NotAcceptable(
            Text(f"This is answered as {', '.join(answers)}.", da=f"Svaret findes kun som {', '.join(answers)}.")
        )


def _check_conditions(headers: Headers, operation: Operation) -> None:
    for name in _CONDITIONS:
        if name in headers and name.lower() not in operation.headers:
            raise fault(
                name.lower(),
                "header-not-supported",
                Text(f"{name} has no effect here; leave it out.", da=f"{name} virker ikke her. Udelad den."),
            )


def _check_media_type(headers: Headers, operation: Operation) -> None:
    empty = headers.get("content-length", "0") == "0" and "transfer-encoding" not in headers
    sent = media_type(headers.get("content-type"))
    if sent not in operation.media_types and not (empty and not sent):
        taken = sorted(operation.media_types)
        raise UnsupportedMediaType(
            Text(f"Send {' or '.join(taken)}.", da=f"Send indholdet som {' eller '.join(taken)}.")
        )
    if headers.get("content-encoding", "identity").strip().lower() != "identity":
        raise UnsupportedMediaType(
            Text(
                "Send the body as it is, without a Content-Encoding.",
                da="Send indholdet, som det er, uden Content-Encoding.",
            ),
            headers={"Accept-Encoding": "identity"},
        )
