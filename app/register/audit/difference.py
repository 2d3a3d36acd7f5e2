"""What is not as the journal has it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Difference:
    """`revision`: the entry that speaks of it, where one does. `problem` says what is wrong, in English."""

    table: str
    row: str | None
    problem: str
    revision: int | None = None

    def __str__(self) -> str:
        row = f" {self.row}" if self.row else ""
        return f"{self.table}{row}: {self.problem}"
