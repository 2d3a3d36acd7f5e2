"""Routes found by the operation that a request was found to mean, without trying one path after the other."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from fastapi import FastAPI
from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import BaseRoute
from starlette.types import ASGIApp, Receive, Scope, Send

from app.http.interface import Operation
from app.http.resolving import application_of


@dataclass(frozen=True, slots=True)
class _Target:
    """`route`: what the framework calls it; `parameters`: names by their place among the steps of the path."""

    application: ASGIApp
    route: BaseRoute
    endpoint: object
    parameters: Mapping[int, str]


class Dispatch:
    """Stands before the framework's router, which gets whatever is no operation of the document."""

    def __init__(self, application: FastAPI) -> None:
        self._routes = application.routes
        self._router = application.router.middleware_stack

    @cached_property
    def _targets(self) -> Mapping[tuple[str, str], _Target]:
        return dict(self._found())

    def _found(self) -> Iterator[tuple[tuple[str, str], _Target]]:
        for context in iter_route_contexts(self._routes):
            if not isinstance(context.original_route, APIRoute):
                continue
            for method in context.methods or ():
                steps = (context.path or "").split("/")
                parameters = {place: step[1:-1] for place, step in enumerate(steps) if step.startswith("{")}
                application = application_of(context.dependant) or context.app
                target = _Target(application, context.original_route, context.endpoint, parameters)
                yield (method, context.path or ""), target

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        operation: Operation | None = scope.get("operation")
        target = self._targets.get((scope["method"], operation.path)) if operation is not None else None
        if target is None:
            await self._router(scope, receive, send)
            return
        steps = scope["path"].split("/")
        scope["path_params"] = {name: steps[place] for place, name in target.parameters.items()}
        scope["route"], scope["endpoint"] = target.route, target.endpoint
        await target.application(scope, receive, send)
