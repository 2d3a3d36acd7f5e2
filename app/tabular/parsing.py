"""A spreadsheet of any kind into a table: what it is, its content tells, not its name."""

from app.core.languages import Text
from app.tabular.csv_file import read_csv
from app.tabular.kinds import OLE, OTHERS, ZIP
from app.tabular.limits import Limits, UnreadableFile, no_spreadsheet
from app.tabular.table import Table
from app.tabular.wanted import SoughtTable
from app.tabular.xlsx_file import read_xlsx

#: Of what files begin with.
_LONGEST = 16


def parse_table(content: bytes, limits: Limits, wanted: SoughtTable) -> Table:
    """The sheet of an XLSX that fits best, or a CSV; raises UnreadableFile, or dies of what a stranger sends."""
    if content.startswith(OLE):
        raise UnreadableFile(
            "encrypted-or-old",
            Text(
                "It is either protected by a password or saved in the old format of Excel (.xls). "
                "Remove the password, save it as .xlsx or .csv, and try again.",
                da="Filen er enten beskyttet med adgangskode eller gemt i det gamle Excel-format (.xls). "
                "Fjern adgangskoden, gem den som .xlsx eller .csv, og prøv igen.",
            ),
        )
    if content[:_LONGEST].lower().startswith(OTHERS):
        raise no_spreadsheet()
    if content.startswith(ZIP):
        return read_xlsx(content, limits, wanted)
    return read_csv(content, limits, wanted)
