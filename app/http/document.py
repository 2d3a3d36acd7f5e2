"""The OpenAPI document as it is served. It ships with the code, which `make check` and the tests hold it against.

Each process would need 1.4 seconds and 13 MB to make it (openapi.py), and could not answer before that.
"""

from typing import Any

import orjson
from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts

from app.core.shipped import shipped

DOCUMENT = shipped("docs/openapi.json")


def describe(application: FastAPI) -> None:
    """Have the application give that document, with its own contact: whoever runs the register.

    Asked for it, the application raises RuntimeError where it has other routes than the document.
    """

    def document() -> dict[str, Any]:
        found: dict[str, Any] = orjson.loads(DOCUMENT.read_bytes())
        told = {(method.upper(), path) for path, item in found["paths"].items() for method in item}
        if told != _routed(application):
            raise RuntimeError(f"{DOCUMENT} is not of this code. Run: make openapi")
        found["info"]["contact"] = application.contact
        return found

    application.openapi = document  # type: ignore[method-assign]


def _routed(application: FastAPI) -> set[tuple[str, str]]:
    return {
        (method, context.path or "")
        for context in iter_route_contexts(application.routes)
        if isinstance(context.original_route, APIRoute) and context.include_in_schema
        for method in context.methods or ()
    }
