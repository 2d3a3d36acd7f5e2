"""The columns of files of people, in and out."""

from app.organisation.people.schemas import PersonWrite
from app.tabular.columns import Column, columns_of

COLUMNS = (*columns_of(PersonWrite), Column("id", "Register-id"))
#: What exports add for the reader. An import does not read them, and tells what was edited there.
ADDED = {"positions": "Stillinger", "source": "Kilde"}
