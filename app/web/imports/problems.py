"""Problems of a report put together: the same fault in many rows is one line."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

#: Rows that a line names.
_NAMED = 10


@dataclass(slots=True)
class ProblemGroup:
    """`rows`: the first of `number`."""

    severity: str
    column: str | None
    value: str | None
    detail: str
    number: int = 0
    rows: list[int] = field(default_factory=list)


def grouped(problems: Sequence[Mapping[str, Any]]) -> list[ProblemGroup]:
    """One for each column, value and fault; errors first, then those of most rows."""
    groups: dict[tuple[Any, ...], ProblemGroup] = {}
    for problem in problems:
        key = (problem["severity"], problem["column"], problem["value"], problem["code"], problem["detail"])
        group = groups.setdefault(
            key, ProblemGroup(problem["severity"], problem["column"], problem["value"], problem["detail"])
        )
        group.number += 1
        if len(group.rows) < _NAMED:
            group.rows.append(problem["row"])
    return sorted(groups.values(), key=lambda group: (group.severity != "error", -group.number, group.rows[0]))
