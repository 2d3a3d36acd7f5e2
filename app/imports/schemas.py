"""What an import takes, and the report that it gives."""

from datetime import datetime
from typing import Annotated, Any, Literal

from fastapi import UploadFile
from pydantic import BeforeValidator, Field, Json, field_validator

from app.core.identifiers import Identifier
from app.core.schema import Schema
from app.core.shapes import Shapes
from app.core.text import Line, QueryFlag, refuse_repeated_keys
from app.http.lists import Listing, ListQuery
from app.http.sorting import SortNames
from app.imports.choices import DEFAULT_SOURCE, AmountUnit, Conflicts, FileForm, Grouping, ImportKind, UploadKind
from app.imports.mapping import Mapping


def _with_sheet(report: dict[str, Any]) -> dict[str, Any]:
    """The headers used to be looked for in the first row of the first sheet; its name was not kept."""
    problems = [{"cell": None, **problem} for problem in report["problems"]]
    return {"sheet": None, "headerRow": 1, **report, "problems": problems}


def _with_register_values(report: dict[str, Any]) -> dict[str, Any]:
    """What the register said otherwise stood in the sentence alone."""
    return {**report, "problems": [{"registerValue": None, **problem} for problem in report["problems"]]}


def _with_form(report: dict[str, Any]) -> dict[str, Any]:
    """No form was known."""
    return {"form": None, **report}


#: The shapes that a stored report has had.
REPORT = Shapes(_with_sheet, _with_register_values, _with_form)


class ImportOptions(Schema):
    """How a file is to be read, and what is to be done with it."""

    kind: ImportKind
    dry_run: QueryFlag = False
    """Say what would happen, and store nothing but the report."""
    partial: QueryFlag = False
    """Keep the good rows although others are rejected; by default it is all or nothing."""
    mapping: Mapping | None = None
    """Column header → field, or → `{field, values: {cell: value}}`, or → null for one that is not to be read.

    What it leaves out keeps its usual header: the Danish one, or the name of the field.
    """
    source: Line = DEFAULT_SOURCE
    """Whose keys `externalId` holds."""
    amount_unit: AmountUnit | None = None
    """What the amounts are stated in. Left out: what their headers say, else whole kroner."""
    sheet: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    """The sheet of a workbook, by its name or its number from 1. Left out: the one that fits best."""
    conflicts: Conflicts = Conflicts.REFUSE
    """What counts where a cell of an exported workbook was edited and the register has changed as well since then."""


class ImportForm(ImportOptions):
    """The multipart form of an upload. A part that is empty counts as left out."""

    kind: UploadKind  # type: ignore[assignment] # a whole register besides
    """What the rows are; `register`: an export `register.zip`, into an empty register, for administrators."""
    file: UploadFile
    """CSV or XLSX. The headers are looked for in the first 20 rows that hold anything."""
    mapping: Annotated[Json[Mapping] | None, BeforeValidator(refuse_repeated_keys)] = None
    """A JSON object: column header → field, or → `{"field": …, "values": {cell: value}}`, or → null for a column
    that is not to be read. What it leaves out keeps its usual header: the Danish one, or the name of the field."""

    keep_ids: QueryFlag = False
    """Of a whole register: keep the ids that it had."""
    in_background: Annotated[QueryFlag, Field(alias="async")] = False
    """Answer at once with 202 and a job to be asked about; the client's connection may go away."""

    @field_validator("dry_run", "partial", "keep_ids", "in_background", mode="before")
    @classmethod
    def _as_python_writes_it(cls, value: object) -> object:
        """Clients that are generated for Python send their own spelling in a form."""
        return str(value).lower() if value in ("True", "False") else value


class ImportProblem(Schema):
    """A fault in one row, or something worth knowing about it. Texts are Danish: they are for whoever made the file."""

    row: int
    """As the spreadsheet numbers it; the row of headers for what concerns a whole column."""
    cell: str | None
    """As the spreadsheet calls it, `D17`, where one column is concerned."""
    column: str | None
    """The header, where one column is concerned."""
    value: str | None
    """What the cell says; hidden where it could be a CPR number."""
    register_value: str | None
    """What the register says, where it was changed since the workbook was made, and the cell too (`conflict`)."""
    code: str
    detail: str
    severity: Literal["error", "warning"]


class ImportReport(Schema):
    """What an import did, or would do."""

    id: Identifier
    kind: UploadKind
    dry_run: bool
    partial: bool
    applied: bool
    """Whether the rows were stored: not in a dry run, and not when a row was rejected without `partial`."""
    source: str
    file_name: str | None
    sheet: str | None
    """The sheet that was read; null for text."""
    header_row: int
    """The row in which the headers were found."""
    form: FileForm | None
    """The known form that the file is kept in, where it was read as one: without a mapping."""
    rows: int
    created: int
    """Made; where `applied` is false: what the good rows would have made. The same goes for the next two."""
    updated: int
    unchanged: int
    rejected: int
    warnings: int
    problems: list[ImportProblem]
    """Errors first, by row; at most 1,000 of them. `GET /v1/imports/{id}/problems` has all."""
    problems_total: int
    created_at: datetime


class ProblemList(ListQuery):
    """The query of a report's problems. Errors come first, then the rows in order."""

    sort: Annotated[tuple[str, ...], SortNames("severity", "row")] = ("severity", "row")
    severity: tuple[Literal["error", "warning"], ...] = ()
    group_by: Grouping | None = None
    """`problem`: one item for each column, code and value, with the number of its rows and the first ten."""


class ProblemGroup(Schema):
    """What is wrong in the same way with the same value of one column."""

    column: str | None
    value: str | None
    register_value: str | None
    """What the register says instead, where the two are in conflict."""
    code: str
    detail: str
    severity: Literal["error", "warning"]
    count: int
    """How many rows have it."""
    rows: list[int]
    """The first ten of them."""
    cells: list[str]
    """Their cells, where one column is concerned."""


class ProblemPage(Listing[ImportProblem | ProblemGroup]):
    """A page of problems, or of groups of them where `groupBy` asks for those."""
