"""Routes of departures and transfers."""

from fastapi import APIRouter
from starlette.responses import Response

from app.core.identifiers import Identifier
from app.http.access import needs
from app.http.writing import DryRun, Write
from app.responsibility.succession import service
from app.responsibility.succession.schemas import DepartureView, DepartureWrite, TransferView, TransferWrite
from app.security.answering import plans_own_departure
from app.vocabulary import Permission

router = APIRouter()
_WRITE = [needs(Permission.WRITE_ORGANISATION)]


@router.post("/people/{id}/departure", response_model=DepartureView, dependencies=[needs(Permission.PLAN_DEPARTURE)])
async def depart(write: Write, id: Identifier, body: DepartureWrite, *, dry_run: DryRun = False) -> Response:
    """The person leaves: everything that falls vacant, and who takes it over. Look with `dryRun=true` first.

    Owners look at their own departure; it is carried out by those who keep the organisation.
    """
    planned = plans_own_departure(write.identity, id, dry_run=dry_run)
    return await write.act(
        lambda session: service.depart(session, write.today, id, body, dry_run=dry_run),
        lambda _, departure: departure,
        dry_run=dry_run,
        guarded=not planned,
    )


@router.post("/positions/{id}/transfer", response_model=TransferView, dependencies=_WRITE)
async def transfer_duties(write: Write, id: Identifier, body: TransferWrite, *, dry_run: DryRun = False) -> Response:
    """Move everything that the position is responsible for to another. Look with `dryRun=true` first."""
    return await write.act(
        lambda session: service.transfer(session, write.today, id, body, dry_run=dry_run),
        lambda _, moved: moved,
        dry_run=dry_run,
    )
