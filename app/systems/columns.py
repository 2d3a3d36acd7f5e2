"""The columns of files of systems, in and out."""

from app.systems.schemas import SystemBody
from app.tabular.columns import Column, columns_of

#: The register's own id, by which an exported file finds its rows again, comes behind all others.
COLUMNS = (*columns_of(SystemBody, Column("owner", "Systemejer")), Column("id", "Register-id"))
#: What exports add for the reader. An import does not read them, and tells what was edited there.
ADDED = {
    "ownerPersonName": "Ejers navn",
    "ownerLevel": "Ejers ledelsesniveau",
    "fundingState": "Finansiering",
    "findingCount": "Antal fund",
    "worstSeverity": "Værste alvor",
    "source": "Kilde",
    "ownerTitle": "Ejers stilling",
    "ownerUnitName": "Ejers enhed",
    "ownerSince": "Ejer siden",
    "unitName": "Enhedens navn",
    "usingUnitNames": "Brugende enheders navne",
}
