"""The columns of files of units, in and out."""

from app.organisation.units.schemas import UnitWrite
from app.tabular.columns import Column, columns_of

COLUMNS = (*columns_of(UnitWrite), Column("id", "Register-id"))
#: What exports add for the reader. An import does not read them, and tells what was edited there.
ADDED = {"parentName": "Overordnet enheds navn", "source": "Kilde"}
