"""Reports of imports, dry runs among them, to be fetched again later."""

from datetime import datetime

from sqlalchemy import Text
from sqlmodel import Field, SQLModel

from app.models.base import ID_LENGTH, identifier


class StoredReport(SQLModel, table=True):
    __tablename__ = "import_report"

    id: str = identifier()
    created_at: datetime
    actor: str
    token_id: str | None = Field(default=None, max_length=ID_LENGTH)
    shape: int
    body: str = Field(sa_type=Text)
