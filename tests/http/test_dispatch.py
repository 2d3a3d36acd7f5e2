"""Every operation of the document reaches its own endpoint, with what the framework itself finds in the path."""

import asyncio
from dataclasses import replace
from typing import Any

import pytest
from fastapi.routing import iter_route_contexts
from starlette.routing import compile_path
from starlette.types import Receive, Scope, Send

from app.cli.documents import NO_DATABASE
from app.core.config import Settings
from app.http.dispatch import Dispatch
from app.http.interface import Interface
from app.http.paths import routed_path
from app.main import create_app

APPLICATION = create_app(Settings(database_url=NO_DATABASE))
INTERFACE = Interface(APPLICATION)
PATHS = {path: [method.upper() for method in item] for path, item in APPLICATION.openapi()["paths"].items()}
#: What parameters may be, as they are sent: an encoded slash among them, and the names of other steps.
VALUES = ["01a221b3-bff8-72c5-a05f", "a%2Fb", "%2F", "escalation", "%C3%A6%20x", "100%25", "a%3Fb", "%7Bid%7D"]
ROUTES = [
    (context.methods or set(), *compile_path(context.path or ""), context.endpoint)
    for context in iter_route_contexts(APPLICATION.routes)
]


def scope_of(method: str, path: str, value: str) -> Scope:
    sent = "/".join(value if step.startswith("{") else step for step in path.split("/"))
    scope: Scope = {"type": "http", "method": method, "raw_path": sent.encode()}
    scope["path"] = routed_path(scope)
    operations = INTERFACE.operations(scope["path"])
    scope["operation"] = operations and operations.get(method)
    return scope


def by_the_framework(scope: Scope) -> tuple[Any, dict[str, str]]:
    """The first of all routes whose pattern matches."""
    return next(
        (endpoint, found.groupdict())
        for methods, pattern, _, _, endpoint in ROUTES
        if scope["method"] in methods and (found := pattern.match(scope["path"]))
    )


def dispatched(scope: Scope) -> str:
    """Who is called: the endpoint's own application, or the framework's router."""
    called: list[str] = []

    def standing_for(name: str) -> Any:
        async def application(_scope: Scope, _receive: Receive, _send: Send) -> None:
            called.append(name)

        return application

    dispatch: Any = Dispatch(APPLICATION)
    dispatch._router = standing_for("router")
    targets = {key: replace(target, application=standing_for("endpoint")) for key, target in dispatch._targets.items()}
    dispatch.__dict__["_targets"] = targets
    asyncio.run(dispatch(scope, None, None))
    (name,) = called
    return name


@pytest.mark.parametrize("path", PATHS)
def test_every_operation_reaches_what_the_framework_would_have_found(path: str) -> None:
    for method in PATHS[path]:
        for value in VALUES if "{" in path else VALUES[:1]:
            scope = scope_of(method, path, value)
            assert scope["operation"] is not None
            expected = by_the_framework(scope)
            assert dispatched(scope) == "endpoint"
            assert (scope["endpoint"], scope["path_params"]) == expected, (method, path, value)
            assert scope["route"].endpoint is scope["endpoint"]


def test_every_operation_has_an_endpoint_of_its_own() -> None:
    endpoints = []
    for path, methods in PATHS.items():
        for method in methods:
            scope = scope_of(method, path, "x1")
            dispatched(scope)
            endpoints.append(scope["endpoint"])
    assert len(set(endpoints)) == len(endpoints)


@pytest.mark.parametrize(("method", "path"), [("GET", "/health/live"), ("GET", "/nowhere"), ("OPTIONS", "/v1/systems")])
def test_what_is_no_operation_of_the_document_is_the_frameworks(method: str, path: str) -> None:
    scope = {**scope_of(method, path, ""), "operation": None}
    assert dispatched(scope) == "router"
    assert "endpoint" not in scope
