"""Spreadsheets of people."""

from app.imports import cells
from app.imports.columns import Column
from app.imports.keyed import KeyedKind
from app.imports.schemas import ImportKind
from app.models import Person
from app.organisation.people.schemas import PersonWrite


class People(KeyedKind):
    """Two people of one name are told apart by their keys."""

    name = ImportKind.PEOPLE
    table = Person
    schema = PersonWrite
    columns = (
        Column("name", cells.text, required=True),
        Column("email", cells.text),
        Column("phone", cells.text),
        Column("leavesOn", cells.day),
        Column("externalId", cells.text),
    )
