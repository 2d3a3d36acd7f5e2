"""How long a body may take to arrive: without a byte, and in all."""

import asyncio
from dataclasses import dataclass

from starlette.types import Message, Receive

from app.core.errors import RequestTimeout
from app.core.languages import Text


@dataclass(frozen=True, slots=True)
class Patience:
    """In seconds."""

    idle: float
    total: float


def in_time(receive: Receive, patience: Patience) -> Receive:
    """`receive` that raises RequestTimeout where the body stalls; what comes after it may take any time."""
    loop = asyncio.get_running_loop()
    end = loop.time() + patience.total
    more = True

    async def wait() -> Message:
        nonlocal more
        if not more:
            return await receive()
        try:
            async with asyncio.timeout_at(min(loop.time() + patience.idle, end)):
                message = await receive()
        except TimeoutError:
            raise too_slow() from None
        more = message["type"] == "http.request" and message.get("more_body", False)
        return message

    return wait


def too_slow() -> RequestTimeout:
    return RequestTimeout(
        Text("The body did not arrive in time. Send it again.", da="Indholdet nåede ikke frem i tide. Send det igen.")
    )
