"""The application under test, with one route more: the same bytes from memory, to compare with."""

import os

from fastapi import FastAPI
from starlette.responses import Response

from app.core.config import Settings
from app.main import create_app

STATIC = "/bench/static"


def application() -> FastAPI:
    """What uvicorn starts; BENCH_STATIC_BYTES says how large the static answer is."""
    built = create_app(Settings())
    body = b"x" * int(os.environ["BENCH_STATIC_BYTES"])

    @built.get(STATIC, include_in_schema=False)
    async def static() -> Response:
        return Response(body, media_type="application/json")

    return built
