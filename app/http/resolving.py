"""What the function of a reading route is called with, found by a plan that is made once."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import iscoroutinefunction, signature
from types import UnionType
from typing import Any, Union, get_args, get_origin

from fastapi import Request
from fastapi._compat import ModelField
from fastapi.dependencies.models import Dependant
from fastapi.exceptions import RequestValidationError
from pydantic import BaseModel, ValidationError
from starlette.responses import Response
from starlette.routing import request_response
from starlette.types import ASGIApp

_Dependency = Callable[[Request], Awaitable[Any]]


def application_of(dependant: Dependant) -> ASGIApp | None:
    """The function with all that it depends on, as an application; None where it needs more than is done here.

    Done here is what the request's address says and what hangs on the request, for functions that make their answer
    themselves. The framework would look at every query key by itself; here a list's query is one call of pydantic.
    Bodies and headers are the framework's.
    """
    plan, function = _plan_of(dependant), dependant.call
    if plan is None or function is None:
        return None

    async def handle(request: Request) -> Response:
        response: Response = await function(**await plan.values(request))
        return response

    return request_response(handle)


@dataclass(frozen=True, slots=True)
class _Plan:
    """`request`: the argument that is the request itself, where there is one.

    `checks` are dependencies that give nothing; `given` those that do, by the name of the argument.

    `path` and `query`: single values; `model`: all query keys as one, where there are no single ones.
    """

    request: str | None
    checks: Sequence[_Dependency]
    given: Mapping[str, _Dependency]
    path: Sequence[ModelField]
    query: Sequence[ModelField]
    model: "_Model | None"

    async def values(self, request: Request) -> dict[str, Any]:
        """The arguments. Raises RequestValidationError with the places of all that is wrong."""
        for check in self.checks:
            await check(request)
        values = {name: await depend(request) for name, depend in self.given.items()}
        if self.request is not None:
            values[self.request] = request
        errors: list[Any] = []
        for field in self.path:
            _validate(field, request.path_params.get(field.alias), "path", values, errors)
        if self.query:
            sent = dict(request.scope["query_pairs"])
            for field in self.query:
                _validate(field, sent.get(field.alias), "query", values, errors)
        if self.model:
            self.model.validate(request.scope["query_pairs"], values, errors)
        if errors:
            raise RequestValidationError(errors)
        return values


class _Model:
    """The query keys of a list."""

    def __init__(self, field: ModelField, model: type[BaseModel]) -> None:
        self._name, self._model = field.name, model
        fields = {info.alias or name: info for name, info in model.model_fields.items()}
        self._repeated = frozenset(key for key, info in fields.items() if _is_sequence(info.annotation))

    def validate(self, pairs: Sequence[tuple[str, str]], values: dict[str, Any], errors: list[Any]) -> None:
        content: dict[str, Any] = {}
        for key, value in pairs:
            if key in self._repeated:
                content.setdefault(key, []).append(value)
            else:
                content[key] = value
        try:
            values[self._name] = self._model.model_validate(content)
        except ValidationError as error:
            found = error.errors(include_url=False)
            errors.extend({**each, "loc": ("query", *each["loc"])} for each in found)


def _plan_of(dependant: Dependant) -> _Plan | None:
    """None where the function needs something that is not the address's."""
    others = dependant.body_params, dependant.header_params, dependant.cookie_params
    if any(others) or not _is_plain(dependant) or not _gives_a_response(dependant.call):
        return None
    checks, given = [], {}
    for dependency in dependant.dependencies:
        call = dependency.call
        if not iscoroutinefunction(call) or not _takes_the_request_alone(dependency):
            return None
        if dependency.name is None:
            checks.append(call)
        else:
            given[dependency.name] = call
    models = [(field, model) for field in dependant.query_params if (model := _model(field))]
    if len(models) > 1 or (models and len(dependant.query_params) > 1):
        return None
    return _Plan(
        dependant.request_param_name,
        checks,
        given,
        dependant.path_params,
        [] if models else dependant.query_params,
        _Model(*models[0]) if models else None,
    )


def _gives_a_response(function: Callable[..., Any] | None) -> bool:
    """Whether the function makes its answer itself, and says so."""
    gives = signature(function).return_annotation if function is not None else None
    return iscoroutinefunction(function) and isinstance(gives, type) and issubclass(gives, Response)


def _takes_the_request_alone(dependant: Dependant) -> bool:
    others = dependant.path_params, dependant.query_params, dependant.header_params, dependant.body_params
    return (
        dependant.request_param_name is not None
        and not any((*others, dependant.cookie_params, dependant.dependencies))
        and _is_plain(dependant)
    )


def _is_plain(dependant: Dependant) -> bool:
    """Whether nothing of the framework's own goes into the call."""
    return (
        dependant.response_param_name is None
        and dependant.background_tasks_param_name is None
        and dependant.security_scopes_param_name is None
        and dependant.http_connection_param_name is None
    )


def _model(field: ModelField) -> type[BaseModel] | None:
    """The schema of all query keys, where the field is that."""
    annotation: object = field.field_info.annotation
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _is_sequence(annotation: Any) -> bool:  # noqa: ANN401 - any annotation
    if get_origin(annotation) in {Union, UnionType}:
        return any(_is_sequence(part) for part in get_args(annotation))
    return get_origin(annotation) in {list, tuple}


def _validate(field: ModelField, sent: str | None, place: str, values: dict[str, Any], errors: list[Any]) -> None:
    """A value that is left out is the default; only what is in the path is always there."""
    if sent is None:
        values[field.name] = field.get_default()
        return
    value, found = field.validate(sent, values, loc=(place, field.alias))
    values[field.name] = value
    errors.extend(found)
