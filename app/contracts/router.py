"""Routes of contracts."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.contracts import queries, service
from app.contracts.schemas import ContractList, ContractPatch, ContractView, ContractWrite
from app.core.identifiers import Identifier
from app.http.access import needs
from app.http.lists import Listing
from app.http.reading import Read
from app.http.writing import Write
from app.vocabulary import Permission

router = APIRouter(tags=["contracts"], dependencies=[needs(Permission.READ)])
_WRITE = [needs(Permission.WRITE_SYSTEMS)]


@router.get("/contracts", response_model=Listing[ContractView])
async def list_contracts(read: Read, query: Annotated[ContractList, Query()]) -> Response:
    """The contracts, with the systems that they cover."""
    return await read.page(query, ContractView, lambda reader: queries.contracts(reader, query))


@router.post("/contracts", response_model=ContractView, status_code=201, dependencies=_WRITE)
async def create_contract(write: Write, body: ContractWrite) -> Response:
    """Register a contract."""
    return await write.create(lambda session: service.create_contract(session, body), queries.contract, "/v1/contracts")


@router.get("/contracts/{id}", response_model=ContractView)
async def get_contract(read: Read, id: Identifier) -> Response:
    """One contract."""
    return await read.one(lambda reader: queries.contract(reader, id))


@router.patch("/contracts/{id}", response_model=ContractView, dependencies=_WRITE)
async def change_contract(write: Write, id: Identifier, body: ContractPatch) -> Response:
    """Change a contract, or the systems that it covers."""
    return await write.change(
        lambda session: service.change_contract(session, id, body), lambda reader: queries.contract(reader, id)
    )


@router.delete("/contracts/{id}", status_code=204, response_class=Response, dependencies=_WRITE)
async def delete_contract(write: Write, id: Identifier) -> Response:
    """Delete a contract."""
    return await write.remove(
        lambda session: service.delete_contract(session, id), lambda reader: queries.contract(reader, id)
    )
