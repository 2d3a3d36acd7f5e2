"""The application under test, with a route that returns as many bytes as asked for from memory, to compare with."""

import os
from functools import cache
from typing import Any

from fastapi import FastAPI
from starlette.responses import Response

from app.http.door import Door
from app.main import application_from_environment
from app.security.identity import Identity
from app.vocabulary import Role

STATIC = "/bench/static"
ANYONE = Identity("bench", "bench", frozenset({Role.ADMIN}))


def application() -> FastAPI:
    """What uvicorn starts.

    BENCH_OPEN_DOORS lets everyone in, as an administrator, whatever token they send. Quotas are counted all the same.
    """
    if os.environ.get("BENCH_OPEN_DOORS"):
        _open_doors()
    # As it is served: how often Python looks for garbage, and in what, is settled where a worker starts.
    built = application_from_environment()

    @built.get(f"{STATIC}/{{size}}", include_in_schema=False)
    async def static(size: int) -> Response:
        return Response(_bytes(size), media_type="application/json")

    return built


@cache
def _bytes(size: int) -> bytes:
    return b"x" * size


def _open_doors() -> None:
    async def caller(*_: Any) -> Identity:  # noqa: ANN401 - what the door would look at
        return ANYONE

    door: Any = Door
    door.caller_by_secret = caller
