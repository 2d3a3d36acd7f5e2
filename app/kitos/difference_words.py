"""Differences in the words of those who decide on them: names and labels in the place of ids and codes."""

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from typing import Any

from app.core.languages import danish_date
from app.core.lazy import lazy
from app.imports.choices import ImportKind
from app.imports.queries import held_positions
from app.imports.quoting import quoted
from app.kitos import queries
from app.kitos.fields import REFERS, column_of
from app.kitos.ledger import WHOLE, Ledger, body_of
from app.models import OutsideDifference
from app.vocabulary import Duty

_NOBODY, _NOTHING, _NOT_THERE = "ingen", "intet", "findes ikke"
_UNKNOWN_USER = "en bruger, der ikke er i registret"
_UNKNOWN = "noget, der ikke er i registret"
#: What `fields_of` puts before the id of a row that KITOS never spoke of.
_ROW = "id:"


class DifferenceWords:
    """What is read of the register is read when it is first needed, once for all differences."""

    def __init__(self, ledger: Ledger, today: date) -> None:
        self._ledger, self._today = ledger, today
        self._names: dict[ImportKind, dict[str, str]] = {}

    def subject(self, row: OutsideDifference) -> str:
        """The name of what it is about: for a duty, the system."""
        kind = ImportKind(row.kind)
        kind = ImportKind.SYSTEMS if kind is ImportKind.RESPONSIBILITIES else kind
        return self._thing(kind, row.external_id) or _quoted(row.detail or "") or row.external_id

    def field(self, row: OutsideDifference) -> str:
        """The duty, or the header of the field; empty where it is about the whole thing."""
        if row.field == WHOLE:
            return ""
        kind = ImportKind(row.kind)
        return Duty(row.field).label if kind is ImportKind.RESPONSIBILITIES else column_of(kind, row.field).header

    def outside(self, row: OutsideDifference, value: Any) -> str:  # noqa: ANN401 - any JSON value
        return self._said(row, value, self._user)

    def here(self, row: OutsideDifference, value: Any) -> str:  # noqa: ANN401 - any JSON value
        return self._said(row, value, self._position)

    def _said(self, row: OutsideDifference, value: Any, holder: Callable[[str], str]) -> str:  # noqa: ANN401 - as above
        kind = ImportKind(row.kind)
        if row.field == WHOLE:
            return _quoted(value) if value else _NOT_THERE
        if kind is ImportKind.RESPONSIBILITIES:
            return ", ".join(map(holder, value)) or _NOBODY
        if row.field in REFERS:
            several = value if isinstance(value, list) else [value] if value else []
            return ", ".join(self._thing(REFERS[row.field], each) or _UNKNOWN for each in several) or _NOBODY
        return _field_value(kind, row.field, value)

    def _user(self, user: str) -> str:
        return self._thing(ImportKind.PEOPLE, user) or _UNKNOWN_USER

    def _position(self, position_id: str) -> str:
        position = queries.positions(self._ledger.session, [position_id]).get(position_id)
        if position is None:
            return "en stilling, der er slettet"
        return f"{_quoted(position.title)} ({', '.join(self._holders[position_id]) or 'ubesat'})"

    @lazy
    def _holders(self) -> dict[str, list[str]]:
        """Position → the names of those who hold it today."""
        held = held_positions(self._ledger.session, self._today)
        people: dict[str, Any] = dict(queries.rows(self._ledger.session, ImportKind.PEOPLE, list(held)))
        found: dict[str, list[str]] = defaultdict(list)
        for person, positions in held.items():
            for position in positions:
                found[position].append(str(people[person].name))
        return found

    def _thing(self, kind: ImportKind, named: str) -> str | None:
        """By its uuid in KITOS, or by the id of its row here: its name here, else the one that KITOS gave last."""
        row_id = named.removeprefix(_ROW) if named.startswith(_ROW) else self._ledger.ids[kind].get(named)
        if row_id is not None:
            there: Any = self._row(kind, row_id)
            if there:
                return _quoted(there)
        record = self._ledger.record(kind, named)
        name = body_of(record).get("name") if record else None
        return _quoted(name) if name else None

    def _row(self, kind: ImportKind, row_id: str) -> str | None:
        names = self._names.setdefault(kind, {})
        if row_id not in names:
            rows: dict[str, Any] = dict(queries.rows(self._ledger.session, kind, [row_id]))
            names[row_id] = str(rows[row_id].name) if row_id in rows else ""
        return names[row_id] or None


def _field_value(kind: ImportKind, name: str, value: Any) -> str:  # noqa: ANN401 - any JSON value
    column = column_of(kind, name)
    if value is None or value in ("", []):
        return _NOTHING
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, str) and column.is_day:
        return danish_date(date.fromisoformat(value))
    several = value if isinstance(value, list) else [value]
    return _quoted(", ".join(str(column.terms.get(each, each)) for each in several))


def _quoted(text: Any) -> str:  # noqa: ANN401 - mostly text
    """On one line."""
    folded = " ".join(str(text).split())
    return quoted(folded) if folded else ""
