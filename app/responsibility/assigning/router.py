"""The route by which a position gets a duty."""

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import Response

from app.core.identifiers import Identifier
from app.core.text import QueryFlag
from app.http.access import needs
from app.http.representation import Representation
from app.http.writing import Write
from app.models import Handover
from app.responsibility.assigning.service import Assigned, assign_duty
from app.responsibility.handovers import queries as handovers
from app.responsibility.handovers.schemas import HandoverView
from app.responsibility.responsibilities import queries as responsibilities
from app.responsibility.responsibilities.schemas import ResponsibilityView, ResponsibilityWrite
from app.security.reader import Reader
from app.vocabulary import Permission

router = APIRouter()


@router.post(
    "/systems/{id}/responsibilities",
    response_model=ResponsibilityView,
    status_code=201,
    responses={202: {"model": HandoverView, "description": "Offered: the position lies outside, and has to agree"}},
    dependencies=[needs(Permission.WRITE_SYSTEMS)],
)
async def create_responsibility(
    write: Write, id: Identifier, body: ResponsibilityWrite, *, replace: QueryFlag = False
) -> Response:
    """One formal owner at a time: `replace=true` ends the one before on the day before.

    Whoever is limited to a unit offers the duty to a position outside it: 202, and a handover that has to be accepted.
    """

    def assign(session: Session) -> Assigned:
        return assign_duty(session, write.organisation(session), write.identity, id, body, replace=replace)

    def view(reader: Reader, assigned: Assigned) -> Representation:
        if assigned.table is Handover:
            return handovers.handover(reader, assigned.id)
        return responsibilities.responsibility(reader, assigned.id)

    def place(assigned: Assigned) -> tuple[int, str]:
        if assigned.table is Handover:
            return 202, f"/v1/handovers/{assigned.id}"
        return 201, f"/v1/responsibilities/{assigned.id}"

    return await write.create_at(assign, view, place)
