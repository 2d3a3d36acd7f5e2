"""The columns of files of positions, in and out."""

from app.organisation.positions.schemas import PositionWrite
from app.tabular.columns import Column, columns_of

COLUMNS = (
    *columns_of(PositionWrite, Column("holder", "Indehaver"), Column("deputy", "Stedfortræder")),
    Column("id", "Register-id"),
)
#: What exports add for the reader. An import does not read them, and tells what was edited there.
ADDED = {
    "unitName": "Enhedens navn",
    "holderName": "Indehavers navn",
    "holderSince": "Indehaver siden",
    "deputyName": "Stedfortræders navn",
    "superiorTitle": "Nærmeste overordnede",
    "source": "Kilde",
}
