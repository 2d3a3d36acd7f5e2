"""The columns of files of budget lines, in and out."""

from app.budgets.schemas import BudgetLineWrite
from app.tabular import shares
from app.tabular.columns import Column, columns_of

#: What a finance system's account pays for each of several systems, in per cent.
SHARE = "share"
COLUMNS = (Column("system", "System", to="system_id"), *columns_of(BudgetLineWrite), Column("id", "Register-id"))
#: What files that come in may have besides.
READ = (*COLUMNS, Column(SHARE, "Andel", shares.share))
#: What exports add for the reader. An import does not read them, and tells what was edited there.
ADDED = {
    "allocatedUnknownReason": "Hvorfor bevillingen er ukendt",
    "systemName": "Systemets navn",
    "holderTitle": "Budgetholderens stilling",
    "systemId": "Systemets id",
}
