"""Routes of exports: one for each dataset and format, since each is answered with its own media type."""

from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.core.schema import Schema
from app.exports.choices import DatasetName, Format
from app.exports.download import MEDIA_TYPES, ZIP, Export
from app.exports.schemas import (
    BudgetCsvQuery,
    BudgetItem,
    BudgetQuery,
    Everything,
    FindingCsvQuery,
    FindingQuery,
    ResponsibilityCsvQuery,
    ResponsibilityQuery,
    SystemCsvQuery,
    SystemQuery,
)
from app.findings.schemas import FindingView
from app.http.access import needs
from app.responsibility.stretches.schemas import StretchView
from app.systems.card import SystemCard
from app.systems.listing import DAY_IS_ELSEWHERE
from app.vocabulary import Permission

router = APIRouter(prefix="/exports", tags=["exports"], dependencies=[needs(Permission.EXPORT)])


_NAMED = {
    "Content-Disposition": {
        "description": "The name of the file: the dataset, and the day that it is of.",
        "schema": {"type": "string", "examples": ['attachment; filename="systems-2026-03-02.csv"']},
    }
}


def _file(format: Format) -> dict[str, Any]:
    """What the OpenAPI document says of a route that answers with a file."""
    schema = {"type": "string"} if format is Format.CSV else {"type": "string", "format": "binary"}
    content = {MEDIA_TYPES[format]: {"schema": schema}}
    answer = {"description": "The file", "headers": _NAMED, "content": content}
    return {"response_class": Response, "responses": {200: answer}}


def _json(model: type[Schema]) -> dict[str, Any]:
    """The same of one that answers with JSON."""
    return {"response_model": model, "responses": {200: {"description": "The file", "headers": _NAMED}}}


@router.get("/systems.csv", **_file(Format.CSV), openapi_extra=DAY_IS_ELSEWHERE)
async def export_systems_csv(export: Export, query: Annotated[SystemCsvQuery, Query()]) -> Response:
    """Systems with the columns that an import takes, and their owners, funding and findings."""
    return await export.send(DatasetName.SYSTEMS, Format.CSV, query, query.dialect)


@router.get("/systems.xlsx", **_file(Format.XLSX), openapi_extra=DAY_IS_ELSEWHERE)
async def export_systems_xlsx(export: Export, query: Annotated[SystemQuery, Query()]) -> Response:
    """Systems as a workbook, with the columns that an import takes."""
    return await export.send(DatasetName.SYSTEMS, Format.XLSX, query)


@router.get("/systems.json", **_json(Everything[SystemCard]), openapi_extra=DAY_IS_ELSEWHERE)
async def export_systems_json(export: Export, query: Annotated[SystemQuery, Query()]) -> Response:
    """The list of systems without pages."""
    return await export.send(DatasetName.SYSTEMS, Format.JSON, query)


@router.get("/findings.csv", **_file(Format.CSV))
async def export_findings_csv(export: Export, query: Annotated[FindingCsvQuery, Query()]) -> Response:
    """Findings, with the systems that they are about."""
    return await export.send(DatasetName.FINDINGS, Format.CSV, query, query.dialect)


@router.get("/findings.xlsx", **_file(Format.XLSX))
async def export_findings_xlsx(export: Export, query: Annotated[FindingQuery, Query()]) -> Response:
    """Findings as a workbook."""
    return await export.send(DatasetName.FINDINGS, Format.XLSX, query)


@router.get("/findings.json", **_json(Everything[FindingView]))
async def export_findings_json(export: Export, query: Annotated[FindingQuery, Query()]) -> Response:
    """The list of findings without pages."""
    return await export.send(DatasetName.FINDINGS, Format.JSON, query)


@router.get("/responsibilities.csv", **_file(Format.CSV))
async def export_responsibilities_csv(export: Export, query: Annotated[ResponsibilityCsvQuery, Query()]) -> Response:
    """Who had which responsibility on a day or in a period, with the columns that an import takes."""
    return await export.send(DatasetName.RESPONSIBILITIES, Format.CSV, query, query.dialect)


@router.get("/responsibilities.xlsx", **_file(Format.XLSX))
async def export_responsibilities_xlsx(export: Export, query: Annotated[ResponsibilityQuery, Query()]) -> Response:
    """Who had which responsibility, as a workbook."""
    return await export.send(DatasetName.RESPONSIBILITIES, Format.XLSX, query)


@router.get("/responsibilities.json", **_json(Everything[StretchView]))
async def export_responsibilities_json(export: Export, query: Annotated[ResponsibilityQuery, Query()]) -> Response:
    """The list of who answered, without pages."""
    return await export.send(DatasetName.RESPONSIBILITIES, Format.JSON, query)


@router.get("/budgets.csv", **_file(Format.CSV))
async def export_budgets_csv(export: Export, query: Annotated[BudgetCsvQuery, Query()]) -> Response:
    """Budget lines in whole kroner, with the columns that an import takes."""
    return await export.send(DatasetName.BUDGETS, Format.CSV, query, query.dialect)


@router.get("/budgets.xlsx", **_file(Format.XLSX))
async def export_budgets_xlsx(export: Export, query: Annotated[BudgetQuery, Query()]) -> Response:
    """Budget lines as a workbook, with the columns that an import takes."""
    return await export.send(DatasetName.BUDGETS, Format.XLSX, query)


@router.get("/budgets.json", **_json(Everything[BudgetItem]))
async def export_budgets_json(export: Export, query: Annotated[BudgetQuery, Query()]) -> Response:
    """Budget lines of the systems that match, with the names that go with the ids."""
    return await export.send(DatasetName.BUDGETS, Format.JSON, query)


@router.get(
    "/register.zip",
    response_class=Response,
    responses={
        200: {
            "description": "The file",
            "headers": _NAMED,
            "content": {ZIP: {"schema": {"type": "string", "format": "binary"}}},
        }
    },
    dependencies=[needs(Permission.MOVE_REGISTER)],
)
async def export_register(export: Export) -> Response:
    """The whole register, as an empty one takes it in: a file of JSON lines for each table, and a manifest."""
    return await export.send_register()
