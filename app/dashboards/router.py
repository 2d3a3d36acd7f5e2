"""Routes of figures."""

from typing import Annotated

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.dashboards import figures
from app.dashboards.schemas import FindingsSeries, Heatmap, Scope, SeriesQuery, Summary, UnitRow
from app.dashboards.series import findings_series
from app.http.access import needs
from app.http.lists import Listing
from app.http.reading import Read
from app.vocabulary import Permission

router = APIRouter(prefix="/dashboard", tags=["dashboard"], dependencies=[needs(Permission.READ)])


@router.get("/summary", response_model=Summary)
async def get_summary(read: Read, scope: Annotated[Scope, Query()]) -> Response:
    """The figures of the front page: systems, findings, ownership and funding."""
    return await read.one(lambda reader: figures.summary(reader, scope), at_hand=True)


@router.get("/heatmap", response_model=Heatmap)
async def get_heatmap(read: Read, scope: Annotated[Scope, Query()]) -> Response:
    """Systems in use by the owner's management level and their criticality."""
    return await read.one(lambda reader: figures.heatmap(reader, scope), at_hand=True)


@router.get("/units", response_model=Listing[UnitRow])
async def list_unit_figures(read: Read) -> Response:
    """The figures of every unit, each with everything below it."""
    return await read.one(figures.unit_rows, at_hand=True)


@router.get("/findings-series", response_model=FindingsSeries)
async def get_findings_series(read: Read, query: Annotated[SeriesQuery, Query()]) -> Response:
    """How many findings were open, came and went, day by day, week by week or month by month.

    Each day is counted as it was known at its end: with the severities, the waivers and the systems' units of then.
    """
    return await read.one(lambda reader: findings_series(reader, query), large=True)
