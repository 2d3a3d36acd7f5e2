"""Routes of exports: one for each dataset and format, since each is answered with its own media type."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.responses import Response

from app.exports.choices import DatasetName, Format, formats_of
from app.exports.download import MEDIA_TYPES, ZIP, Export
from app.exports.schemas import Everything, SystemWorkbookQuery, as_csv
from app.exports.service import DATASETS
from app.http.access import needs
from app.http.lists import ListQuery
from app.systems.listing import DAY_IS_ELSEWHERE
from app.vocabulary import Permission

router = APIRouter(prefix="/exports", tags=["exports"], dependencies=[needs(Permission.EXPORT)])

#: The file that may have several sheets.
_SEVERAL = (DatasetName.SYSTEMS, Format.XLSX)
_TEXT = {Format.CSV, Format.TTL}
_NAMED = {
    "Content-Disposition": {
        "description": "The name of the file: the dataset, and the day that it is of.",
        "schema": {"type": "string", "examples": ['attachment; filename="systems-2026-03-02.csv"']},
    }
}


@dataclass(frozen=True, slots=True)
class FileWords:
    """What the OpenAPI document says of a dataset's files; `extra`: of all of them."""

    csv: str
    xlsx: str
    json: str
    extra: Mapping[str, Any] | None = None

    def of(self, name: DatasetName, format: Format) -> str:
        """The description of one file."""
        match format:
            case Format.PARQUET:
                return f"{name.capitalize()} as Parquet: columns with types, and codes where the others have labels."
            case Format.TTL:
                return "Systems in the words of SYS-AP 1.0.1, the Danish standard for describing IT systems, as Turtle."
            case _:
                said: str = getattr(self, format)
                return said


FILES = {
    DatasetName.SYSTEMS: FileWords(
        "Systems with the columns that an import takes, and their owners, funding and findings.",
        "Systems as a workbook, with the columns that an import takes.",
        "The list of systems without pages.",
        extra=DAY_IS_ELSEWHERE,
    ),
    DatasetName.FINDINGS: FileWords(
        "Findings, with the systems that they are about.",
        "Findings as a workbook.",
        "The list of findings without pages.",
    ),
    DatasetName.RESPONSIBILITIES: FileWords(
        "Who had which responsibility on a day or in a period, with the columns that an import takes.",
        "Who had which responsibility, as a workbook.",
        "The list of who answered, without pages.",
    ),
    DatasetName.BUDGETS: FileWords(
        "Budget lines in whole kroner, with the columns that an import takes.",
        "Budget lines as a workbook, with the columns that an import takes.",
        "Budget lines of the systems that match, with the names that go with the ids.",
    ),
    DatasetName.UNITS: FileWords(
        "Units with the columns that an import takes, and the names of those above.",
        "Units as a workbook, with the columns that an import takes.",
        "The list of units without pages.",
    ),
    DatasetName.POSITIONS: FileWords(
        "Positions with the columns that an import takes, and who holds them today.",
        "Positions as a workbook, with the columns that an import takes.",
        "The list of positions without pages.",
    ),
    DatasetName.PEOPLE: FileWords(
        "People with the columns that an import takes. Mail and phone are empty for callers who may not see them.",
        "People as a workbook, with the columns that an import takes.",
        "The list of people without pages.",
    ),
    DatasetName.CONTRACTS: FileWords(
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
        schema = {"type": "string"} if format in _TEXT else {"type": "string", "format": "binary"}
        answered["content"] = {MEDIA_TYPES[format]: {"schema": schema}}
    router.add_api_route(
        f"/{name}.{format}",
        _endpoint(name, format, as_csv(model) if format is Format.CSV else model),
        name=f"export_{name}_{format}",
        description=words.of(name, format),
        openapi_extra=dict(words.extra) if words.extra else None,
        responses={200: answered},
        # A file says for itself what it is.
        **(
            {"response_model": Everything[DATASETS[name].schema]}  # type: ignore[misc] # as above
            if format is Format.JSON
            else {"response_class": Response}
        ),
    )


for _name, _words in FILES.items():
    for _format in formats_of(_name):
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
