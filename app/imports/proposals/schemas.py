"""What is proposed for a file."""

from typing import Annotated

from fastapi import UploadFile
from pydantic import Field

from app.core.schema import Schema
from app.core.text import Line
from app.imports.choices import DEFAULT_SOURCE, FileForm, ImportKind
from app.imports.mapping import FieldMapping


class ProposalForm(Schema):
    """The multipart form of a file that is to be looked at. A part that is empty counts as left out."""

    file: UploadFile
    """CSV or XLSX."""
    kind: ImportKind
    source: Line = DEFAULT_SOURCE
    """Whose file it is: how the last one was read counts first."""
    sheet: Annotated[str, Field(min_length=1, max_length=100)] | None = None
    """The sheet of a workbook, by its name or its number from 1. Left out: the one that fits best."""


class ProposedColumn(Schema):
    """A column of the file, and what it seems to be."""

    header: str
    field: str | None
    """Null where nothing fits."""
    confidence: float
    """From 0 to 1; 1 for the usual header, and for one that was read so last time."""
    samples: list[str]
    """The first different values."""
    values: dict[str, str | None]
    """For fields of a closed list: each value, and the code that it seems to mean, or null."""


class Proposal(Schema):
    """How the file may be read. Nothing is stored."""

    kind: ImportKind
    form: FileForm | None
    """The known form that the file is kept in: an import without a mapping reads it so."""
    sheet: str | None
    header_row: int
    rows: int
    columns: list[ProposedColumn]
    unmapped: list[str]
    """Headers that nothing is proposed for."""
    missing: list[str]
    """Fields that every row must say and no column seems to hold."""
    mapping: dict[str, str | FieldMapping | None]
    """The proposal as an import takes it, without what needs no mapping."""
