"""The application under test, with routes that return so many bytes from memory, to compare with."""

import os
from collections.abc import Awaitable, Callable
from typing import Any

from fastapi import FastAPI
from starlette.responses import Response

from app.core.config import Settings
from app.http.gateway import Gateway
from app.http.limits import HeaderPairs, Quotas
from app.main import create_app
from app.security.identity import Identity
from app.vocabulary import Role

STATIC = "/bench/static"
ANYONE = Identity("bench", "bench", frozenset({Role.ADMIN}))


def application() -> FastAPI:
    """What uvicorn starts; BENCH_STATIC_BYTES says how large the static answers are, by commas.

    BENCH_OPEN_DOORS lets everyone in, as an administrator, whatever token they send and however often they ask.
    """
    if os.environ.get("BENCH_OPEN_DOORS"):
        _open_doors()
    built = create_app(Settings())
    for size in filter(None, os.environ["BENCH_STATIC_BYTES"].split(",")):
        built.get(f"{STATIC}/{size}", include_in_schema=False)(_static(b"x" * int(size)))
    return built


def _static(body: bytes) -> Callable[[], Awaitable[Response]]:
    async def static() -> Response:
        return Response(body, media_type="application/json")

    return static


def _open_doors() -> None:
    async def caller(*_: Any) -> Identity:  # noqa: ANN401 - what the door would look at
        return ANYONE

    def enter(*_: Any) -> HeaderPairs:  # noqa: ANN401 - the same
        return ()

    gateway: Any = Gateway
    quotas: Any = Quotas
    gateway._caller, quotas.enter = caller, enter  # noqa: SLF001 - what is measured is the lack of just these
