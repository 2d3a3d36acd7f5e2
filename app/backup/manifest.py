"""What a backup says of itself: which register, when, and what each of its parts must be."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, ValidationError

MANIFEST = "manifest.json"

Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=63)]
Digest = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
Count = Annotated[int, Field(ge=0)]


class BackupUnusable(ValueError):
    """The backup cannot be restored, or not there; the message says why, and what to do."""


class TablePart(BaseModel):
    """A table: one JSON array a line, in the order of `columns`; `size` in bytes before compression."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    table: Name
    columns: list[Name]
    rows: Count
    size: Count
    sha256: Digest

    @property
    def file(self) -> str:
        """Its name in the archive."""
        return f"tables/{self.table}.jsonl"


class Manifest(BaseModel):
    """`format` is the version of the file's format: another number is one that this release cannot read.

    `schema_revision` is the migration that the tables are at; `parts` are in the order of their foreign keys.

    `revision` and `head_hash` are the journal's head in the snapshot.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    format: Literal[1] = 1
    schema_revision: str
    release: str
    database: Literal["sqlite", "postgresql"]
    taken_at: datetime
    revision: Count
    head_hash: str
    parts: list[TablePart]

    @property
    def rows(self) -> int:
        return sum(part.rows for part in self.parts)


def parse(content: bytes) -> Manifest:
    """The manifest; raises BackupUnusable."""
    try:
        return Manifest.model_validate_json(content)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        where = ".".join(map(str, first["loc"]))
        raise BackupUnusable(
            f"its {MANIFEST} is not one that this release reads ({where}: {first['msg']}). Another release may have "
            "written it: restore with that one, or a later one"
        ) from error
