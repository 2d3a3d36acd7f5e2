"""Routes of tenures."""

from fastapi import APIRouter
from starlette.responses import Response

from app.core.identifiers import Identifier
from app.http.access import needs
from app.http.reading import Read
from app.http.writing import Write
from app.organisation.tenures import queries, service
from app.organisation.tenures.schemas import TenurePatch, TenureView, TenureWrite
from app.security.permissions import Permission

router = APIRouter()
_WRITE = [needs(Permission.WRITE_ORGANISATION)]


@router.post("/positions/{id}/tenures", response_model=TenureView, status_code=201, dependencies=_WRITE)
async def create_tenure(write: Write, id: Identifier, body: TenureWrite) -> Response:
    return await write.create(
        lambda session: service.create_tenure(session, id, body, write.today), queries.tenure, "/v1/tenures"
    )


@router.get("/tenures/{id}", response_model=TenureView)
async def get_tenure(read: Read, id: Identifier) -> Response:
    return await read.one(lambda reader: queries.tenure(reader, id))


@router.patch("/tenures/{id}", response_model=TenureView, dependencies=_WRITE)
async def change_tenure(write: Write, id: Identifier, body: TenurePatch) -> Response:
    return await write.change(
        lambda session: service.change_tenure(session, id, body), lambda reader: queries.tenure(reader, id)
    )
