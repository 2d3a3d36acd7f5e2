"""What an import takes, and the report that it gives."""

from datetime import datetime
from typing import Annotated, Literal

from fastapi import UploadFile
from pydantic import BeforeValidator, Field, Json, field_validator

from app.core.identifiers import Identifier
from app.core.schema import Schema
from app.core.shapes import Shapes
from app.core.text import Line, QueryFlag, refuse_repeated_keys
from app.imports.choices import DEFAULT_SOURCE, AmountUnit, ImportKind

#: The shapes that a stored report has had.
REPORT = Shapes()
#: Column header → field, as `mapping` sends it.
Mapping = dict[Annotated[str, Field(max_length=500)], Annotated[str, Field(max_length=100)]]


class ImportOptions(Schema):
    """How a file is to be read, and what is to be done with it."""

    kind: ImportKind
    dry_run: QueryFlag = False
    """Say what would happen, and store nothing but the report."""
    partial: QueryFlag = False
    """Keep the good rows although others are rejected; by default it is all or nothing."""
    mapping: Mapping | None = None
    """Column header → field. Left out: the Danish headers, or the names of the fields."""
    source: Line = DEFAULT_SOURCE
    """Whose keys `externalId` holds."""
    amount_unit: AmountUnit = AmountUnit.DKK
    """What the amounts are stated in."""


class ImportForm(ImportOptions):
    """The multipart form of an upload."""

    file: UploadFile
    """CSV or XLSX, the headers in the first row."""
    mapping: Annotated[Json[Mapping] | None, BeforeValidator(refuse_repeated_keys)] = None
    """A JSON object: column header → field. Left out: the Danish headers, or the names of the fields."""

    @field_validator("dry_run", "partial", mode="before")
    @classmethod
    def _as_python_writes_it(cls, value: object) -> object:
        """Clients that are generated for Python send their own spelling in a form."""
        return str(value).lower() if value in ("True", "False") else value


class ImportProblem(Schema):
    """A fault in one row, or something worth knowing about it. Texts are Danish: they are for whoever made the file."""

    row: int
    """As the spreadsheet numbers it; 1 is the row of headers."""
    column: str | None
    """The header, where one column is concerned."""
    value: str | None
    """What the cell says; hidden where it could be a CPR number."""
    code: str
    detail: str
    severity: Literal["error", "warning"]


class ImportReport(Schema):
    """What an import did, or would do."""

    id: Identifier
    kind: ImportKind
    dry_run: bool
    partial: bool
    applied: bool
    """Whether the rows were stored: not in a dry run, and not when a row was rejected without `partial`."""
    source: str
    file_name: str | None
    rows: int
    created: int
    """Made; where nothing was applied: what the good rows would have made. The same goes for the next two."""
    updated: int
    unchanged: int
    rejected: int
    warnings: int
    problems: list[ImportProblem]
    """Errors first, by row; at most 1,000 of them."""
    problems_total: int
    created_at: datetime
