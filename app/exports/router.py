"""Routes of exports: one for each dataset and format, since each is answered with its own media type."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.contracts.schemas import ContractView
from app.core.schema import Schema
from app.exports.choices import DatasetName, Format
from app.exports.download import MEDIA_TYPES, ZIP, Export
from app.exports.schemas import BudgetItem, Everything, SystemWorkbookQuery, as_csv
from app.exports.service import DATASETS
from app.findings.schemas import FindingView
from app.http.access import needs
from app.http.lists import ListQuery
from app.organisation.people.schemas import PersonView
from app.organisation.positions.schemas import PositionView
from app.organisation.units.schemas import UnitView
from app.responsibility.stretches.schemas import StretchView
from app.systems.card import SystemCard
from app.systems.listing import DAY_IS_ELSEWHERE
from app.vocabulary import Permission

router = APIRouter(prefix="/exports", tags=["exports"], dependencies=[needs(Permission.EXPORT)])

#: The file that may have several sheets.
_SEVERAL = (DatasetName.SYSTEMS, Format.XLSX)
_NAMED = {
    "Content-Disposition": {
        "description": "The name of the file: the dataset, and the day that it is of.",
        "schema": {"type": "string", "examples": ['attachment; filename="systems-2026-03-02.csv"']},
    }
}


@dataclass(frozen=True, slots=True)
class FileWords:
    """What the OpenAPI document says of a dataset's three files. `item`: of the JSON; `extra`: of all three."""

    item: type[Schema]
    csv: str
    xlsx: str
    json: str
    extra: Mapping[str, Any] | None = None


FILES = {
    DatasetName.SYSTEMS: FileWords(
        SystemCard,
        "Systems with the columns that an import takes, and their owners, funding and findings.",
        "Systems as a workbook, with the columns that an import takes.",
        "The list of systems without pages.",
        extra=DAY_IS_ELSEWHERE,
    ),
    DatasetName.FINDINGS: FileWords(
        FindingView,
        "Findings, with the systems that they are about.",
        "Findings as a workbook.",
        "The list of findings without pages.",
    ),
    DatasetName.RESPONSIBILITIES: FileWords(
        StretchView,
        "Who had which responsibility on a day or in a period, with the columns that an import takes.",
        "Who had which responsibility, as a workbook.",
        "The list of who answered, without pages.",
    ),
    DatasetName.BUDGETS: FileWords(
        BudgetItem,
        "Budget lines in whole kroner, with the columns that an import takes.",
        "Budget lines as a workbook, with the columns that an import takes.",
        "Budget lines of the systems that match, with the names that go with the ids.",
    ),
    DatasetName.UNITS: FileWords(
        UnitView,
        "Units with the columns that an import takes, and the names of those above.",
        "Units as a workbook, with the columns that an import takes.",
        "The list of units without pages.",
    ),
    DatasetName.POSITIONS: FileWords(
        PositionView,
        "Positions with the columns that an import takes, and who holds them today.",
        "Positions as a workbook, with the columns that an import takes.",
        "The list of positions without pages.",
    ),
    DatasetName.PEOPLE: FileWords(
        PersonView,
        "People with the columns that an import takes. Mail and phone are empty for callers who may not see them.",
        "People as a workbook, with the columns that an import takes.",
        "The list of people without pages.",
    ),
    DatasetName.CONTRACTS: FileWords(
        ContractView,
        "Contracts with the columns that an import takes, and the names of their systems.",
        "Contracts as a workbook, with the columns that an import takes.",
        "The list of contracts without pages.",
    ),
}


def _endpoint(name: DatasetName, format: Format, model: type[ListQuery]) -> Callable[..., Awaitable[Response]]:
    async def answer(
        export: Export,
        query: Annotated[model, Query()],  # type: ignore[valid-type] # the framework reads it when the route is made
    ) -> Response:
        return await export.send(name, format, query)

    return answer


def _add(name: DatasetName, words: FileWords, format: Format) -> None:
    """The route of one file."""
    model = SystemWorkbookQuery if (name, format) == _SEVERAL else DATASETS[name].filters
    answered: dict[str, Any] = {"description": "The file", "headers": _NAMED}
    if format is not Format.JSON:
        schema = {"type": "string"} if format is Format.CSV else {"type": "string", "format": "binary"}
        answered["content"] = {MEDIA_TYPES[format]: {"schema": schema}}
    router.add_api_route(
        f"/{name}.{format}",
        _endpoint(name, format, as_csv(model) if format is Format.CSV else model),
        name=f"export_{name}_{format}",
        description=getattr(words, format),
        openapi_extra=dict(words.extra) if words.extra else None,
        responses={200: answered},
        # A file says for itself what it is.
        **({"response_model": Everything[words.item]} if format is Format.JSON else {"response_class": Response}),  # type: ignore[name-defined]
    )


for _name, _words in FILES.items():
    for _format in Format:
        _add(_name, _words, _format)


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
