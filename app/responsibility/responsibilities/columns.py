"""The columns of files of responsibilities, in and out."""

from app.responsibility.responsibilities.schemas import ResponsibilityWrite
from app.tabular import days
from app.tabular.columns import Column, columns_of

#: What an exported file calls the responsibility by.
ID = "responsibilityId"
#: An exported file says the responsibility's own period beside that of the stretch.
COLUMNS = (
    Column("system", "System", to="system_id"),
    *columns_of(ResponsibilityWrite),
    Column("responsibilityFrom", "Ansvar fra", days.day, to="valid_from"),
    Column("responsibilityUntil", "Ansvar til", days.day, to="valid_until"),
    Column(ID, "Ansvarets id"),
)
#: What exports add for the reader. An import does not read them, and tells what was edited there.
ADDED = {
    "systemName": "Systemets navn",
    "criticality": "Kritikalitet",
    "personalData": "Personoplysninger",
    "positionTitle": "Stillingens navn",
    "managementLevel": "Ledelsesniveau",
    "unitName": "Enhed",
    "personName": "Person",
    "systemId": "Systemets id",
    "positionId": "Stillingens id",
    "personId": "Personens id",
}
