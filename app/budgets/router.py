"""Routes of budget lines."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.budgets import queries, service
from app.budgets.schemas import BudgetLineList, BudgetLinePatch, BudgetLineView, BudgetLineWrite
from app.core.identifiers import Identifier
from app.http.access import needs
from app.http.lists import Listing
from app.http.reading import Read
from app.http.writing import Write
from app.vocabulary import Permission

router = APIRouter(tags=["budgets"], dependencies=[needs(Permission.READ)])
_WRITE = [needs(Permission.WRITE_SYSTEMS)]


@router.get("/systems/{id}/budget-lines", response_model=Listing[BudgetLineView])
async def list_budget_lines(read: Read, id: Identifier, query: Annotated[BudgetLineList, Query()]) -> Response:
    """What the system costs, and what is allocated for it, by year and kind."""
    return await read.page(query, BudgetLineView, lambda reader: queries.budget_lines(reader, id, query))


@router.post("/systems/{id}/budget-lines", response_model=BudgetLineView, status_code=201, dependencies=_WRITE)
async def create_budget_line(write: Write, id: Identifier, body: BudgetLineWrite) -> Response:
    """Register what one kind of cost comes to in a year."""
    return await write.create(
        lambda session: service.create_budget_line(session, id, body), queries.budget_line, "/v1/budget-lines"
    )


@router.get("/budget-lines/{id}", response_model=BudgetLineView)
async def get_budget_line(read: Read, id: Identifier) -> Response:
    """One budget line."""
    return await read.one(lambda reader: queries.budget_line(reader, id))


@router.patch("/budget-lines/{id}", response_model=BudgetLineView, dependencies=_WRITE)
async def change_budget_line(write: Write, id: Identifier, body: BudgetLinePatch) -> Response:
    """Change a budget line."""
    return await write.change(
        lambda session: service.change_budget_line(session, id, body), lambda reader: queries.budget_line(reader, id)
    )


@router.delete("/budget-lines/{id}", status_code=204, response_class=Response, dependencies=_WRITE)
async def delete_budget_line(write: Write, id: Identifier) -> Response:
    """Delete a budget line."""
    return await write.remove(
        lambda session: service.delete_budget_line(session, id), lambda reader: queries.budget_line(reader, id)
    )
