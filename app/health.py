"""Whether the process lives, whether it can serve, and its figures: for the operator's tools, without a token."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Depends, Request
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from starlette.responses import Response

from app.core.errors import Unavailable
from app.core.languages import Text
from app.core.migrate import current_revision, known_revisions
from app.core.schema import Schema
from app.http.problems import PASSING_FAULTS
from app.register.register import Register

router = APIRouter(tags=["health"])


class Health(Schema):
    """All is well."""

    status: str


def _register(request: Request) -> Register:
    register: Register = request.app.state.register
    return register


@router.get("/health/live")
async def live() -> Health:
    """The process runs."""
    return Health(status="ok")


@router.get("/health/ready", responses={503: {"description": "The database cannot be used"}})
async def ready(register: Annotated[Register, Depends(_register)]) -> Health:
    """The database answers, and its schema is the one that this release knows."""

    def look() -> str | None:
        register.edition()
        return current_revision(register.database.engine)

    try:
        current = await to_thread.run_sync(look)
    except PASSING_FAULTS as error:
        raise Unavailable(Text("The database does not answer.", da="Databasen svarer ikke.")) from error
    if current != known_revisions()[-1]:
        raise Unavailable(
            Text(
                "The database has another schema than this release. Run: python -m app migrate",
                da="Databasens skema passer ikke til denne udgave. Kør: python -m app migrate",
            ),
            retry_after=60,
        )
    return Health(status="ok")


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
async def metrics() -> Response:
    """Figures in the format of Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
