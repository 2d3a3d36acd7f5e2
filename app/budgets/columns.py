"""The columns of files of budget lines, in and out."""

from app.budgets.schemas import BudgetLineWrite
from app.tabular.columns import Column, columns_of

COLUMNS = (Column("system", "System", to="system_id"), *columns_of(BudgetLineWrite), Column("id", "Register-id"))
#: What exports add for the reader. An import of the file passes over them without a word.
ADDED = {
    "allocatedUnknownReason": "Hvorfor bevillingen er ukendt",
    "systemName": "Systemets navn",
    "holderTitle": "Budgetholderens stilling",
    "systemId": "Systemets id",
}
