"""What imports leave behind: reports, their problems, the files with faults, and how files are read next time."""

from datetime import datetime

from sqlalchemy import Index, Text
from sqlmodel import Field, SQLModel

from app.models.base import ID_LENGTH, identifier


class StoredReport(SQLModel, table=True):
    """Of an import, dry runs among them, to be fetched again later."""

    __tablename__ = "import_report"

    id: str = identifier()
    created_at: datetime
    actor: str
    token_id: str | None = Field(default=None, max_length=ID_LENGTH)
    shape: int
    body: str = Field(sa_type=Text)


class StoredProblem(SQLModel, table=True):
    """One of a report's problems.

    `number`: its place among them. `group_number`: of those that say the same; `nth`: which of them it is, from 0.
    """

    __tablename__ = "import_problem"
    __table_args__ = (Index("ix_import_problem_group", "report_id", "group_number", "nth"),)

    report_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    number: int = Field(primary_key=True)
    group_number: int
    nth: int
    row: int
    cell: str | None = None
    column: str | None = None
    value: str | None = None
    register_value: str | None = None
    code: str
    detail: str
    severity: str


class ImportedFile(SQLModel, table=True):
    """A file whose rows have problems, kept for a while to be given back with them."""

    __tablename__ = "import_file"

    report_id: str = Field(primary_key=True, max_length=ID_LENGTH)
    created_at: datetime = Field(index=True)
    content: bytes


class RememberedMapping(SQLModel, table=True):
    """How files of a source and kind were read when they last went in: JSON as the import takes it."""

    __tablename__ = "import_mapping"

    source: str = Field(primary_key=True)
    kind: str = Field(primary_key=True)
    body: str = Field(sa_type=Text)
    changed_at: datetime
    actor: str


class AccountShare(SQLModel, table=True):
    """Which system an account of a source's finance system pays for, and how much of it, in per cent."""

    __tablename__ = "import_account"

    source: str = Field(primary_key=True)
    account: str = Field(primary_key=True)
    system_id: str = Field(
        primary_key=True, max_length=ID_LENGTH, foreign_key="system.id", ondelete="CASCADE", index=True
    )
    share_percent: int
