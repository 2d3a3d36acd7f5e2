"""What happens to an export when the client goes away."""

from collections.abc import Iterator

import anyio
import pytest
from starlette.requests import ClientDisconnect
from starlette.types import Message

from app.exports.download import Download


class Pieces:
    """An endless file."""

    closed = False

    def __iter__(self) -> Iterator[bytes]:
        try:
            while True:
                yield b"x"
        finally:
            self.closed = True


@pytest.mark.parametrize("spec_version", ["2.3", "2.4"])
def test_a_client_that_goes_away_ends_the_reading(spec_version: str) -> None:
    pieces, sent = Pieces(), 0
    gone = anyio.Event()

    async def receive() -> Message:
        await gone.wait()
        return {"type": "http.disconnect"}

    async def send(_message: Message) -> None:
        nonlocal sent
        sent += 1
        if sent == 4:
            gone.set()
            if spec_version == "2.4":
                raise OSError
        await anyio.lowlevel.checkpoint()

    async def serve() -> None:
        following = iter(pieces)
        response = Download(b"first", following, "text/csv", "fund.csv")
        scope = {"type": "http", "asgi": {"version": "3.0", "spec_version": spec_version}}
        try:
            await response(scope, receive, send)
        except ClientDisconnect:
            assert spec_version == "2.4"
        assert pieces.closed

    anyio.run(serve)
