"""Routes of what KITOS and the register say differently."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.core.identifiers import Identifier
from app.http.access import needs
from app.http.lists import Listing
from app.http.reading import Read
from app.http.writing import Write
from app.kitos import differences
from app.kitos.schemas import KitosDecision, KitosDifference, KitosDifferenceList
from app.vocabulary import Permission

#: They are about people and units too, with what only some may see of them.
router = APIRouter(prefix="/kitos/differences", tags=["kitos"], dependencies=[needs(Permission.WRITE_ORGANISATION)])


@router.get("", response_model=Listing[KitosDifference])
async def list_kitos_differences(read: Read, query: Annotated[KitosDifferenceList, Query()]) -> Response:
    """What both KITOS and the register have changed, and nobody has decided on; the oldest first."""
    return await read.page(query, KitosDifference, lambda reader: differences.page(reader, query), kept=False)


@router.post("/{id}/resolution", status_code=204)
async def resolve_kitos_difference(write: Write, id: Identifier, body: KitosDecision) -> Response:
    """Decide on a difference. What is deleted in KITOS is not deleted here: 409 says what to do instead."""
    register, author = write.register, write.identity.author(write.reason)
    return await write.run(
        lambda session: differences.settle(register, session, author, id, body.take),
        lambda _reader, _settled: Response(status_code=204),
    )
