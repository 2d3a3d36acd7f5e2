"""The columns of files of contracts, in and out."""

from app.contracts.schemas import ContractWrite
from app.tabular.columns import Column, columns_of

COLUMNS = (*columns_of(ContractWrite), Column("id", "Register-id"))
#: What exports add for the reader. An import does not read them, and tells what was edited there.
ADDED = {"systemNames": "Systemernes navne", "reference": "Sagsnummer", "source": "Kilde"}
