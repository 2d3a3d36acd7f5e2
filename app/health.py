"""Whether the process lives, whether it can serve, and its figures: for the operator's tools, without a token."""

from typing import Annotated, Literal

from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response

from app.core.database import PASSING_FAULTS
from app.core.errors import FieldProblem, Unavailable
from app.core.languages import Text
from app.core.migrate import current_revision, known_revisions
from app.core.schema import Schema
from app.register.readiness import Ability, Readiness, Writes
from app.register.register import Register

router = APIRouter(tags=["health"])


class Health(Schema):
    """All is well."""

    status: str


class Ready(Health):
    """The register answers; `writes` says whether it takes changes too, or is busy with one."""

    reads: Literal[Ability.OK]
    writes: Ability


def _register(request: Request) -> Register:
    register: Register = request.app.state.register
    return register


def _readiness(request: Request) -> Readiness:
    readiness: Readiness = request.app.state.readiness
    return readiness


@router.get("/health/live")
async def live() -> Health:
    """The process runs."""
    return Health(status="ok")


@router.get("/health/ready", responses={503: {"description": "The database cannot be used"}})
async def ready(
    register: Annotated[Register, Depends(_register)], readiness: Annotated[Readiness, Depends(_readiness)]
) -> Ready:
    """The database answers, its schema is the one that this release knows, and writes have not failed for long."""

    def look() -> tuple[str | None, Writes]:
        register.edition()
        return current_revision(register.database.engine), readiness.writes()

    try:
        current, writes = await to_thread.run_sync(look)
    except PASSING_FAULTS as error:
        raise _failing("reads", Text("The database does not answer.", da="Databasen svarer ikke.")) from error
    if current != known_revisions()[-1]:
        raise Unavailable(
            Text(
                "The database has another schema than this release. Run: python -m app migrate",
                da="Databasens skema passer ikke til denne udgave. Kør: python -m app migrate",
            ),
            retry_after=60,
        )
    if writes.lasting:
        raise _failing(
            "writes",
            Text(
                "The database can be read, but it has taken no writes for a while: it is locked, full or read-only.",
                da="Databasen kan læses, men har i et stykke tid ikke kunnet skrives: "
                "den er låst, fuld eller skrivebeskyttet.",
            ),
        )
    return Ready(status="ok", reads=Ability.OK, writes=writes.ability)


def _failing(what: str, detail: Text) -> Unavailable:
    """The problem names what fails as its pointer."""
    return Unavailable(detail, errors=(FieldProblem(what, "failing", detail),))


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def metrics() -> Response:
    """Figures in the format of Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
