"""What the tables share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, Connection, MetaData, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapper
from sqlmodel import Field, SQLModel

from app.core.folding import search_text, sort_key
from app.core.identifiers import new_id
from app.models.resource import Resource
from app.vocabulary import Term

# Named constraints: migrations can address them, and errors can be told apart, on both databases.
SQLModel.metadata.naming_convention = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
metadata: MetaData = SQLModel.metadata

ID_LENGTH = 36
#: The type of a column with `core.folding.sort_key` of a text: byte order, which the key is made for; PostgreSQL
#: would otherwise use the language's.
SORT_KEY: Any = String().with_variant(String(collation="C"), "postgresql")


def identifier() -> Any:  # noqa: ANN401 - SQLModel's Field is typed so
    return Field(default_factory=new_id, primary_key=True, max_length=ID_LENGTH)


def reference(target: str, *, ondelete: Any = None, index: bool = True, nullable: bool = False) -> Any:  # noqa: ANN401 - goes where a field's value is declared
    """A foreign key to `table.column`."""
    return Field(
        default=None if nullable else ...,
        foreign_key=target,
        ondelete=ondelete,
        index=index,
        nullable=nullable,
        max_length=ID_LENGTH,
    )


def added_in(shape: int, earlier: Any = None, **field: Any) -> Any:  # noqa: ANN401 - goes where a field's value is declared
    """A column that came to a table whose rows are shown by cards: they have it from that shape on.

    `earlier`: what cards of an earlier shape are read with. `field`: what SQLModel's Field takes besides.
    """
    default = {"default_factory": list} if earlier == [] else {"default": earlier}
    return Field(**default, **field, sa_column_kwargs={"info": {"added_in": shape, "earlier": earlier}})


def unshown(default: Any) -> Any:  # noqa: ANN401 - goes where a field's value is declared
    """A column that cards do not show."""
    return Field(default=default, sa_column_kwargs={"info": {"unshown": True}})


@dataclass(frozen=True, slots=True)
class Derivation:
    """How a column is made of another attribute of its row."""

    source: str
    make: Callable[[str], str]


def sort_key_of(attribute: str) -> Any:  # noqa: ANN401 - goes where a field's value is declared
    """What the rows are sorted by: the text in the order of the Danish alphabet."""
    return _derived(Derivation(attribute, sort_key), SORT_KEY)


def search_text_of(attribute: str) -> Any:  # noqa: ANN401 - goes where a field's value is declared
    """What a search for a part of the text looks in."""
    return _derived(Derivation(attribute, search_text), Text)


def _derived(derivation: Derivation, kind: Any) -> Any:  # noqa: ANN401 - a type of column in, a field out
    """Set with every write, in no view, in no entry of the journal.

    No row keeps the database's default: it is there so that the column can be added to a table with rows.
    """
    column = {"info": {"derived": derivation}, "server_default": ""}
    return Field(default="", exclude=True, sa_type=kind, sa_column_kwargs=column)


def one_of(column: str, term: type[Term]) -> CheckConstraint:
    """The column holds a code of the vocabulary."""
    codes = ", ".join(f"'{code}'" for code in term.labels())
    return CheckConstraint(f"{column} IN ({codes})", name=column)


def period_is_ordered() -> CheckConstraint:
    return CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="period")


def keyed(*more: Any) -> tuple[Any, ...]:  # noqa: ANN401 - what __table_args__ takes
    """The table arguments of a main resource: the caller's own key is unique, and whole or absent."""
    return (
        UniqueConstraint("source", "external_id"),
        CheckConstraint("(source IS NULL) = (external_id IS NULL)", name="key_is_whole"),
        *more,
    )


#: Every journaled table by the name of its resource.
RESOURCES: dict[str, "type[Journaled]"] = {}


class Stamped(SQLModel):
    """Instants that the register sets itself when it notices the change."""

    created_at: datetime = Field(default=None, nullable=False)
    updated_at: datetime = Field(default=None, nullable=False)


class Journaled(Stamped):
    """A row whose every change is an entry in the journal. Each table says with `declared` what follows from that."""

    declared: ClassVar[Resource]
    #: The declared name.
    resource: ClassVar[str]
    id: str = identifier()

    def __init_subclass__(cls, **given: Any) -> None:  # noqa: ANN401 - as Python calls it
        """Raises TypeError for a table that declares nothing, so that the program does not start."""
        super().__init_subclass__(**given)
        if "declared" in cls.__dict__:
            cls.resource = cls.declared.name
            RESOURCES[cls.declared.name] = cls
        elif "__tablename__" in cls.__dict__:
            message = f"{cls.__name__} is journaled and declares no Resource: name, permission and what it touches."
            raise TypeError(message)


class Keyed(Journaled):
    """A main resource, which also takes the caller's own key."""

    source: str | None = Field(default=None, max_length=200)
    external_id: str | None = Field(default=None, max_length=200)


@event.listens_for(Journaled, "before_insert", propagate=True)
@event.listens_for(Journaled, "before_update", propagate=True)
def _derive(mapper: Mapper[Any], _connection: Connection, row: Journaled) -> None:
    """Whoever writes the row, the columns that are made of others follow them."""
    for attribute in mapper.column_attrs:
        derivation: Derivation | None = attribute.columns[0].info.get("derived")
        if derivation is not None:
            setattr(row, attribute.key, derivation.make(getattr(row, derivation.source)))
