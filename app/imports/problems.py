"""Collecting what is wrong with rows: bounded when reported, and never repeating a CPR number."""

from dataclasses import dataclass, field
from typing import Literal

from app.core.text import contains_cpr
from app.imports.schemas import ImportProblem

#: Problems that a report lists; the rest is counted.
MOST_REPORTED = 1000
HEADER_ROW = 1
_LONGEST_VALUE = 200
_LONGEST_QUOTE = 80
_HIDDEN = "••••••-••••"
Weight = Literal["error", "warning"]


def without_cpr(text: str, longest: int = _LONGEST_VALUE) -> str:
    """The text, shortened, or a stand-in where it holds what looks like a CPR number."""
    if contains_cpr(text):
        return _HIDDEN
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


def quoted(text: str) -> str:
    """A value as a sentence repeats it."""
    return f"»{without_cpr(text, _LONGEST_QUOTE)}«"


@dataclass(slots=True)
class Problems:
    """In the order in which they were found."""

    found: list[ImportProblem] = field(default_factory=list)

    def add(
        self,
        row: int,
        column: str | None,
        value: str | None,
        code: str,
        detail: str,
        severity: Weight = "error",
    ) -> None:
        """Note a problem. `value` is what the cell says, `column` its header."""
        # A sentence can hold a number that each of its parts did not.
        told = detail if not contains_cpr(detail) else "Værdien kan ikke bruges."
        self.found.append(
            ImportProblem(
                row=row,
                column=column and without_cpr(column),
                value=value and without_cpr(value),
                code=code,
                detail=told,
                severity=severity,
            )
        )

    @property
    def warnings(self) -> int:
        return sum(problem.severity == "warning" for problem in self.found)

    def reported(self) -> list[ImportProblem]:
        """Errors first, then by row; as many as a report lists."""
        ordered = sorted(self.found, key=lambda problem: (problem.severity != "error", problem.row))
        return ordered[:MOST_REPORTED]
