"""Reading a spreadsheet of any kind: what it is, its content tells, not its name."""

from app.core.languages import Text
from app.tabular.csv_file import read_csv
from app.tabular.table import Limits, Table, UnreadableFile
from app.tabular.xlsx_file import read_xlsx

_ZIP = b"PK\x03\x04"
# Old Excel files, and new ones with a password: both are wrapped in the same container.
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def read_table(content: bytes, limits: Limits | None = None) -> Table:
    """The first sheet with content of an XLSX, or a CSV; raises UnreadableFile."""
    limits = limits or Limits()
    if len(content) > limits.max_bytes:
        raise UnreadableFile(
            "file-too-large",
            Text(
                f"It is larger than {limits.max_bytes // 1_048_576} MB. Split it, and import each part.",
                da=f"Filen er større end {limits.max_bytes // 1_048_576} MB. Del den, og importér delene.",
            ),
        )
    if content.startswith(_OLE):
        raise UnreadableFile(
            "encrypted-or-old",
            Text(
                "It is either protected by a password or saved in the old format of Excel (.xls). "
                "Remove the password, save it as .xlsx or .csv, and try again.",
                da="Filen er enten beskyttet med adgangskode eller gemt i det gamle Excel-format (.xls). "
                "Fjern adgangskoden, gem den som .xlsx eller .csv, og prøv igen.",
            ),
        )
    if content.startswith(_ZIP):
        return read_xlsx(content, limits)
    return read_csv(content, limits)
