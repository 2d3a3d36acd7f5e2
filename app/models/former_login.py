"""What a login provider called people who have left, as digests: they stay out once the register says it no more."""

from datetime import date

from sqlmodel import Field, SQLModel

from app.models.base import ID_LENGTH, identifier


class FormerLogin(SQLModel, table=True):
    """An address or a key that a person had and has no more. Not journaled: it follows from the journal.

    `ended_on`: the last day with access. `person_id`: None once the person is erased or deleted, so that nothing leads
    from the digest to the person.
    """

    __tablename__ = "former_login"

    id: str = identifier()
    person_id: str | None = Field(default=None, index=True, max_length=ID_LENGTH)
    salt: str
    digest: str = Field(index=True)
    ended_on: date
