"""Collecting what is wrong with rows: put together where it is the same, and never repeating a CPR number."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal

from app.core.cpr import contains_cpr
from app.imports.quoting import without_cpr
from app.imports.schemas import ImportProblem
from app.tabular.extent import cell_name

#: Problems that a report lists; all of them are to be had in pages.
MOST_REPORTED = 1000
Weight = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Concerned:
    """The column that a problem is about, `index` from 0, and what its cell says.

    `register_value`: what the register says otherwise.
    """

    header: str
    index: int
    value: str | None = None
    register_value: str | None = None


@dataclass(slots=True)
class Problems:
    """In the order in which they were found."""

    found: list[ImportProblem] = field(default_factory=list)

    def add(self, row: int, concerned: Concerned | None, code: str, detail: str, severity: Weight = "error") -> None:
        """Note a problem. `concerned` is None for what is wrong with no cell of its own."""
        # A sentence can hold a number that each of its parts did not.
        told = detail if not contains_cpr(detail) else "Værdien kan ikke bruges."
        self.found.append(
            ImportProblem(
                row=row,
                cell=cell_name(row, concerned.index + 1) if concerned else None,
                column=without_cpr(concerned.header) if concerned else None,
                value=_told(concerned.value) if concerned else None,
                register_value=_told(concerned.register_value) if concerned else None,
                code=code,
                detail=told,
                severity=severity,
            )
        )

    @property
    def warnings(self) -> int:
        return sum(problem.severity == "warning" for problem in self.found)

    def ordered(self) -> list[ImportProblem]:
        """Errors first, then by row."""
        return sorted(self.found, key=lambda problem: (problem.severity != "error", problem.row))


def _told(value: str | None) -> str | None:
    return value and without_cpr(value)


@dataclass(frozen=True, slots=True)
class Grouped:
    """`group`: which of those that say the same of the same value in the same column; `nth`: in it, from 0."""

    problem: ImportProblem
    group: int
    nth: int


def grouped(ordered: Iterable[ImportProblem]) -> Iterator[Grouped]:
    """Groups are numbered as they begin, so those of errors come first."""
    groups: dict[tuple[str | None, ...], list[int]] = {}
    for problem in ordered:
        said = (problem.value, problem.register_value, problem.detail)
        key = (problem.severity, problem.column, problem.code, *said)
        group = groups.setdefault(key, [len(groups), 0])
        yield Grouped(problem, group[0], group[1])
        group[1] += 1
