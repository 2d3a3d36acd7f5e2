"""Reading a request's body within its limit, and handing it on to the application."""

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect
from starlette.types import Message, Receive

from app.core.errors import RequestTimeout, TooLarge
from app.core.languages import Text


def refuse_declared(headers: Headers, limit: int) -> None:
    """Raises TooLarge where Content-Length says so, before anything is read."""
    declared = headers.get("content-length", "0")
    if declared.isdigit() and int(declared) > limit:
        raise too_large(limit)


def too_large(limit: int) -> TooLarge:
    return TooLarge(
        Text(
            f"The body is larger than the {limit} bytes that are taken here.",
            da=f"Indholdet er større end de {limit} byte, der kan modtages her.",
        )
    )


async def read_whole(receive: Receive, limit: int) -> bytes:
    """The body, whatever length was declared. Raises TooLarge, and ClientDisconnect where nobody waits any more."""
    chunks: list[bytes] = []
    size, more = 0, True
    while more:
        message = await receive()
        if message["type"] == "http.disconnect":
            raise ClientDisconnect
        chunks.append(message.get("body", b""))
        size += len(chunks[-1])
        if size > limit:
            raise too_large(limit)
        more = message.get("more_body", False)
    return b"".join(chunks)


def replayed(body: bytes, receive: Receive) -> Receive:
    """`receive` for the application, to which the body is still to come."""
    given = False

    async def replay() -> Message:
        nonlocal given
        if given:
            return await receive()
        given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return replay


def measured(receive: Receive, limit: int) -> Receive:
    """`receive` that refuses a stream beyond the limit."""
    seen = 0

    async def measure() -> Message:
        nonlocal seen
        # The framework turns any other exception from here into a 400.
        try:
            message = await receive()
        except RequestTimeout as error:
            raise HTTPException(error.status, headers=error.headers) from error
        seen += len(message.get("body", b""))
        if seen > limit:
            raise HTTPException(413)
        return message

    return measure
