"""Arguments of reading routes are what the framework itself would have found, and so is all that is wrong with them."""

import json
from collections.abc import Callable
from typing import Annotated, Any
from urllib.parse import parse_qsl

import pytest
from fastapi import APIRouter, Depends, FastAPI, Header, HTTPException, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient
from pydantic import BaseModel
from starlette.responses import JSONResponse, Response
from starlette.routing import compile_path
from starlette.types import Receive, Scope, Send

from app.core.identifiers import Identifier
from app.core.schema import Schema
from app.core.text import DayOrInstant
from app.http.paths import KeySegment
from app.http.resolving import application_of
from app.systems.listing import SystemFilter

ID = "01a221b3-bff8-72c5-a05f-580f5831d8ab"


class Needed(Schema):
    """Keys that must be there, and one that may be a list or nothing."""

    begins_on: DayOrInstant
    number: int
    names: list[str] | None = None


class Sent(BaseModel):
    name: str


def told(**arguments: Any) -> Response:
    plain = {name: value.model_dump() if isinstance(value, BaseModel) else value for name, value in arguments.items()}
    return JSONResponse(json.loads(json.dumps(plain, default=str)))


async def _asked_by(request: Request) -> str:
    return request.headers.get("x-caller", "nobody")


async def systems(query: Annotated[SystemFilter, Query()]) -> Response:
    return told(query=query)


async def needed(query: Annotated[Needed, Query()], id: Identifier) -> Response:
    return told(query=query, id=id)


async def single(
    id: Identifier,
    key: Annotated[KeySegment, Path(alias="externalId")],
    at: Annotated[DayOrInstant | None, Query()] = None,
    known_at: Annotated[DayOrInstant | None, Query(alias="knownAt")] = None,
) -> Response:
    return told(id=id, key=key, at=at, known_at=known_at)


async def depending(caller: Annotated[str, Depends(_asked_by)], query: Annotated[SystemFilter, Query()]) -> Response:
    return told(caller=caller, query=query)


async def with_request(request: Request, id: Identifier) -> Response:
    return told(path=request.url.path, id=id)


async def with_header(id: Identifier, word: Annotated[str, Header()] = "none") -> Response:
    return told(id=id, word=word)


async def with_body(body: Sent, id: Identifier) -> Response:
    return told(body=body, id=id)


async def model_and_key(query: Annotated[Needed, Query()], word: Annotated[str, Header()] = "none") -> Response:
    return told(query=query, word=word)


async def forbidden(request: Request) -> None:
    """Stands at a router around the route's own."""
    if request.headers.get("x-caller") == "nobody":
        raise HTTPException(403)


class Resolving:
    """Calls what `application_of` makes of each route, and the framework's own where it makes nothing."""

    def __init__(self, application: FastAPI) -> None:
        self._targets = [
            (compile_path(context.path or "")[0], application_of(context.dependant) or context.app)
            for context in iter_route_contexts(application.routes)
            if isinstance(context.original_route, APIRoute)
        ]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["query_pairs"] = parse_qsl(scope["query_string"].decode(), keep_blank_values=True)
        for pattern, target in self._targets:
            if found := pattern.match(scope["path"]):
                scope["path_params"] = found.groupdict()
                await target(scope, receive, send)


def client_of(*, own: bool) -> TestClient:
    router = APIRouter()
    router.add_api_route("/systems", systems)
    router.add_api_route("/needed/{id}", needed)
    router.add_api_route("/single/{id}/{externalId}", single)
    router.add_api_route("/depending", depending)
    router.add_api_route("/with-request/{id}", with_request)
    router.add_api_route("/with-header/{id}", with_header)
    router.add_api_route("/with-body/{id}", with_body, methods=["POST"])
    router.add_api_route("/model-and-key", model_and_key)
    application = FastAPI()
    around = APIRouter(dependencies=[Depends(forbidden)])
    around.include_router(router)
    application.include_router(around)
    if own:
        application.router.middleware_stack = Resolving(application)

    @application.exception_handler(RequestValidationError)
    async def refused(_: Request, error: RequestValidationError) -> Response:
        return JSONResponse(json.loads(json.dumps(error.errors(), default=str)), status_code=400)

    return TestClient(application, raise_server_exceptions=False)


OWN, FRAMEWORKS = client_of(own=True), client_of(own=False)
ASKED = [
    "/systems",
    "/systems?criticality=notCritical&criticality=societyCritical",
    "/systems?criticality=",
    "/systems?criticality=nothing&criticality=notCritical&minSeverity=worst",
    "/systems?q=&limit=&cursor=&sort=",
    "/systems?limit=1&limit=2",
    "/systems?limit=0&q=a%00b&changedSince=yesterday",
    "/systems?sort=-name,id&sort=updatedAt",
    "/systems?sort=nothing",
    "/systems?changedSince=2026-02-30",
    "/systems?changedSince=2026-02-03T12:00:00",
    "/systems?changedSince=2026-02-03T12:00:00%2B01:00&phasedOutBefore=2026-1-1",
    "/systems?unitId=x&unitId=" + ID,
    "/systems?hasOwner=maybe&includeSubunits=1&waived=",
    "/systems?ownerLevelMin=1.0&ownerLevelMax=%201",
    "/systems?rule=OWN001&rule=own001&kle=27.1",
    "/systems?nothing=1&known_at=2026-01-01",
    "/systems?knownAt=2026-01-01&known_at=2026-01-02",
    "/systems?" + "&".join(["kle=27"] * 51),
    f"/needed/{ID}",
    f"/needed/{ID}?beginsOn=&number=",
    f"/needed/{ID}?beginsOn=2026-01-01&number=1",
    f"/needed/{ID}?beginsOn=2026-01-01&number=1&names=a&names=b",
    f"/needed/{ID}?beginsOn=2026-01-01&number=1&names=",
    "/needed/x?number=one",
    f"/single/{ID}/key",
    f"/single/{ID}/key?at=2026-01-01&knownAt=",
    f"/single/{ID}/key?at=&at=2026-01-01",
    "/single/x/%20?at=now&knownAt=then",
    "/depending?q=a",
    "/depending?limit=x",
    f"/with-request/{ID}",
    "/with-request/x",
    f"/with-header/{ID}",
    "/with-header/x",
    "/model-and-key?beginsOn=2026-01-01&number=1",
    "/model-and-key",
]


@pytest.mark.parametrize("path", ASKED)
def test_what_is_sent_is_read_and_refused_as_the_framework_does(path: str) -> None:
    own, frameworks = (client.get(path, headers={"word": "w", "x-caller": "me"}) for client in (OWN, FRAMEWORKS))
    assert frameworks.status_code in {200, 400}
    assert own.status_code == frameworks.status_code
    assert _sorted(own.json()) == _sorted(frameworks.json())


@pytest.mark.parametrize("body", [{"name": "a"}, {}, {"name": 1}])
def test_bodies_are_the_frameworks(body: dict[str, Any]) -> None:
    for path in (f"/with-body/{ID}", "/with-body/x"):
        own, frameworks = (client.post(path, json=body) for client in (OWN, FRAMEWORKS))
        assert (own.status_code, _sorted(own.json())) == (frameworks.status_code, _sorted(frameworks.json()))


def _sorted(answer: Any) -> Any:
    """The problems without what pydantic says of its own documentation, which no client is shown."""
    if not isinstance(answer, list):
        return answer
    return [{name: each[name] for name in ("type", "loc", "msg", "ctx") if name in each} for each in answer]


@pytest.mark.parametrize("path", ["/systems", f"/single/{ID}/key", f"/with-header/{ID}"])
def test_what_a_router_around_the_route_demands_is_demanded(path: str) -> None:
    for client in (OWN, FRAMEWORKS):
        assert client.get(path, headers={"x-caller": "nobody"}).status_code == 403


@pytest.mark.parametrize(
    ("function", "path", "own"),
    [
        (systems, "/", True),
        (single, "/{id}/{externalId}", True),
        (with_header, "/{id}", False),
        (with_body, "/{id}", False),
    ],
)
def test_who_needs_more_than_the_address_is_left_to_the_framework(
    function: Callable[..., Any], path: str, own: bool
) -> None:
    assert (application_of(APIRoute(path, function, methods=["POST"]).dependant) is not None) is own
