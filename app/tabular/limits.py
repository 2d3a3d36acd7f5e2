"""How large a spreadsheet may be, and what makes one unreadable."""

from dataclasses import dataclass

from app.core.languages import Text

#: Blank rows between the filled ones are no rows to us; this many may stand there.
BLANK_ROWS = 1000


@dataclass(frozen=True, slots=True)
class Limits:
    """What is read at most; a larger file is refused, never cut."""

    max_bytes: int = 20 * 1_048_576
    max_rows: int = 100_000
    max_columns: int = 200
    max_cell_chars: int = 10_000
    max_unpacked_bytes: int = 200 * 1_048_576
    max_cells: int = 3_000_000
    """Filled ones, for each of which the reader and the import keep an object."""
    max_read_bytes: int = 100 * 1_048_576
    """What the cells come to when every one is written out; XLSX writes a text once for many cells."""
    memory_bytes: int = 1024 * 1_048_576
    """Address space of the process that reads the file."""
    cpu_seconds: int = 20
    """Computing time that reading may take. The wall clock allows it and a little for waiting."""


class UnreadableFile(Exception):
    """The file as a whole cannot be used. `code` is for machines, `detail` says why, for whoever sent it."""

    def __init__(self, code: str, detail: Text) -> None:
        super().__init__(str(detail))
        self.code = code
        self.detail = detail


def refuse_large(content: bytes, limits: Limits) -> None:
    """Raises UnreadableFile for a file of more bytes than any may have."""
    if len(content) > limits.max_bytes:
        raise UnreadableFile(
            "file-too-large",
            Text(
                f"It is larger than {limits.max_bytes // 1_048_576} MB. Split it, and import each part.",
                da=f"Filen er større end {limits.max_bytes // 1_048_576} MB. Del den, og importér delene.",
            ),
        )


def too_many_rows(limits: Limits) -> UnreadableFile:
    return UnreadableFile(
        "too-many-rows",
        Text(
            f"It has more than {limits.max_rows} rows. Split it, and import each part.",
            da=f"Filen har mere end {limits.max_rows} rækker. Del den, og importér delene hver for sig.",
        ),
    )


def no_spreadsheet() -> UnreadableFile:
    return UnreadableFile(
        "not-a-spreadsheet",
        Text(
            "It is no spreadsheet. Send an .xlsx or .csv file.",
            da="Filen er ikke et regneark. Send en .xlsx- eller .csv-fil.",
        ),
    )


def too_many_columns(limits: Limits, width: int) -> UnreadableFile:
    return UnreadableFile(
        "too-many-columns",
        Text(
            f"It has {width} columns; there may be {limits.max_columns} at most.",
            da=f"Filen har {width} kolonner; der må højst være {limits.max_columns}.",
        ),
    )


def too_many_cells(limits: Limits) -> UnreadableFile:
    return UnreadableFile(
        "too-many-cells",
        Text(
            f"More than {limits.max_cells} of its cells are filled. Split it, and import each part.",
            da=f"Mere end {limits.max_cells} af filens celler er udfyldt. Del den, og importér delene hver for sig.",
        ),
    )
