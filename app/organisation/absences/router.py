"""Routes of absences."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.core.identifiers import Identifier
from app.http.access import needs
from app.http.lists import Listing
from app.http.reading import Read
from app.http.writing import Write
from app.organisation.absences import queries, service
from app.organisation.absences.schemas import AbsenceList, AbsencePatch, AbsenceView, AbsenceWrite
from app.vocabulary import Permission

router = APIRouter()
_WRITE = [needs(Permission.RECORD_ABSENCE)]


@router.get("/people/{id}/absences", response_model=Listing[AbsenceView])
async def list_absences(read: Read, id: Identifier, query: Annotated[AbsenceList, Query()]) -> Response:
    """When the person is or was away."""
    return await read.page(query, AbsenceView, lambda reader: queries.absences(reader, id, query))


@router.post("/people/{id}/absences", response_model=AbsenceView, status_code=201, dependencies=_WRITE)
async def create_absence(write: Write, id: Identifier, body: AbsenceWrite) -> Response:
    """The person is away: whoever asks who acts is sent on to the deputy."""
    return await write.create(
        lambda session: service.create_absence(session, id, body, write.today), queries.absence, "/v1/absences"
    )


@router.get("/absences/{id}", response_model=AbsenceView)
async def get_absence(read: Read, id: Identifier) -> Response:
    """One absence."""
    return await read.one(lambda reader: queries.absence(reader, id))


@router.patch("/absences/{id}", response_model=AbsenceView, dependencies=_WRITE)
async def change_absence(write: Write, id: Identifier, body: AbsencePatch) -> Response:
    """Change an absence; end it by setting `until`."""
    return await write.change(
        lambda session: service.change_absence(session, id, body), lambda reader: queries.absence(reader, id)
    )


@router.delete("/absences/{id}", status_code=204, response_class=Response, dependencies=_WRITE)
async def delete_absence(write: Write, id: Identifier) -> Response:
    """Delete an absence that was entered by mistake."""
    return await write.remove(
        lambda session: service.delete_absence(session, id), lambda reader: queries.absence(reader, id)
    )
