"""What rows of one file must not be together, told before the database would refuse it: with file and line. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from app.core.languages import Text
from app.moving.manifest import at_line
from app.moving.rows import reference_key
from app.moving.tables import Alone, MovedTable


@dataclass(frozen=True, slots=True)
class ReadRow:
    """A line that has been read: `values` by attribute, with keys of rows where the register has ids."""

    line: int
    values: dict[str, Any]

    @property
    def key(self) -> str:
        key: str = self.values["key"]
        return key


def refuse_repeated(moved: MovedTable, rows: Sequence[ReadRow]) -> None:
    """Raises InvalidInput for a key or an id that two rows have."""
    for name in ("key", "id"):
        seen: dict[str, int] = {}
        for row in rows:
            first = seen.setdefault(row.values[name], row.line)
            if first != row.line:
                value = row.values[name]
                raise at_line(
                    moved.file,
                    row.line,
                    Text(
                        f"line {first} has the same {name}, {value!r}.",
                        da=f"linje {first} har samme {name}, »{value}«.",
                    ),
                )


def refuse_rivals(moved: MovedTable, rows: Sequence[ReadRow]) -> None:
    """Raises InvalidInput for rows of which there can only be one, at all or at one time."""
    for alone in moved.alone:
        groups: dict[tuple[Any, ...], list[ReadRow]] = defaultdict(list)
        for row in rows:
            values = tuple(row.values[name] for name in alone.by)
            if None not in values and all(row.values[name] == value for name, value in alone.where.items()):
                groups[values].append(row)
        for group in groups.values():
            _refuse_rivals(moved, alone, group)


def _refuse_rivals(moved: MovedTable, alone: Alone, group: list[ReadRow]) -> None:
    rivals = sorted(group, key=_first_day) if alone.time else group
    for one, other in pairwise(rivals):
        if not alone.time or _first_day(other) <= (one.values["valid_until"] or date.max):
            names = ", ".join(reference_key(name) for name in alone.by)
            first, second = sorted((one.line, other.line))
            raise at_line(
                moved.file,
                second,
                Text(
                    f"line {first} says the same of {names}" + (" in that time." if alone.time else "."),
                    da=f"linje {first} siger det samme om {names}" + (" i den periode." if alone.time else "."),
                ),
            )


def _first_day(row: ReadRow) -> date:
    first: date = row.values["valid_from"]
    return first


def in_order(moved: MovedTable, rows: Iterable[ReadRow]) -> list[ReadRow]:
    """The rows, each behind the one of the same table that it names; raises InvalidInput for a circle.

    A row that names one that is not there is left for whoever looks references up.
    """
    column = moved.refers_to_itself
    if column is None:
        return list(rows)
    by_key: Mapping[str, ReadRow] = {row.key: row for row in rows}
    ordered: dict[str, ReadRow] = {}
    for row in by_key.values():
        path: dict[str, ReadRow] = {}
        above: ReadRow | None = row
        while above is not None and above.key not in ordered:
            if above.key in path:
                said = reference_key(column)
                raise at_line(
                    moved.file,
                    above.line,
                    Text(f"{said} leads back to the row itself.", da=f"{said} fører tilbage til rækken selv."),
                )
            path[above.key] = above
            above = by_key.get(above.values[column] or "")
        ordered.update(reversed(path.items()))
    return list(ordered.values())
