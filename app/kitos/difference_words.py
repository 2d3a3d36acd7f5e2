"""Differences in the words of those who decide on them: names and labels in the place of ids and codes."""

from collections import defaultdict
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import orjson
from sqlmodel import Session

from app.core.languages import danish_date
from app.core.lazy import lazy
from app.imports.choices import ImportKind
from app.imports.queries import held_positions
from app.imports.quoting import quoted, without_cpr
from app.kitos import queries
from app.kitos.fields import KEPT, REFERS, column_of
from app.kitos.ledger import WHOLE, body_of
from app.models import OutsideDifference, Position
from app.vocabulary import Duty

_NOBODY, _NOTHING, _NOT_THERE = "ingen", "intet", "findes ikke"
_NAME = "Navn"
_UNKNOWN_USER = "en bruger, der ikke er i registret"
_UNKNOWN = "noget, der ikke er i registret"
#: What `fields_of` puts before the id of a row that KITOS never spoke of.
_ROW = "id:"


class DifferenceWords:
    """The words of some differences. What they name is read of the register at once, however many they are."""

    def __init__(self, session: Session, differences: Sequence[OutsideDifference], today: date) -> None:
        self._session, self._today = session, today
        self._values = {each.id: (orjson.loads(each.outside), orjson.loads(each.here)) for each in differences}
        self._position_ids: set[str] = set()
        named = self._named(differences)
        self._records = queries.records_of(session, named)
        self._rows: dict[ImportKind, dict[str, Any]] = {
            kind: dict(queries.rows(session, kind, {row for each in uuids if (row := self.row_id(kind, each))}))
            for kind, uuids in named.items()
        }

    def _named(self, differences: Sequence[OutsideDifference]) -> dict[ImportKind, set[str]]:
        """Kind → uuids, or ids with their sign in front, of whatever a sentence may name."""
        found: dict[ImportKind, set[str]] = defaultdict(set)
        for each in differences:
            found[_subject_kind(each)].add(each.external_id)
            outside, here = self._values[each.id]
            if each.kind == ImportKind.RESPONSIBILITIES and each.field != WHOLE:
                found[ImportKind.PEOPLE].update(outside)
                self._position_ids.update(here)
            elif each.field in REFERS:
                found[REFERS[each.field]].update(*map(_several, (outside, here)))
        return found

    def subject(self, row: OutsideDifference) -> str:
        """The name of what it is about: for a duty, the system."""
        return self._thing(_subject_kind(row), row.external_id) or _quoted(row.detail or "") or row.external_id

    def field(self, row: OutsideDifference) -> str:
        """The duty, the name, or the header of the field; empty where it is about the whole thing."""
        if row.field == WHOLE:
            return ""
        kind = ImportKind(row.kind)
        if kind is ImportKind.RESPONSIBILITIES:
            return Duty(row.field).label
        # The column is headed by what the rows are.
        return _NAME if row.field == KEPT[kind].label else column_of(kind, row.field).header

    def outside(self, row: OutsideDifference) -> str:
        return self._said(row, self._values[row.id][0], self._user)

    def here(self, row: OutsideDifference) -> str:
        return self._said(row, self._values[row.id][1], self._position)

    def _said(self, row: OutsideDifference, value: Any, holder: Callable[[str], str]) -> str:  # noqa: ANN401 - as above
        kind = ImportKind(row.kind)
        if row.field == WHOLE:
            return _quoted(value) if value else _NOT_THERE
        if kind is ImportKind.RESPONSIBILITIES:
            return ", ".join(map(holder, value)) or _NOBODY
        if row.field in REFERS:
            return ", ".join(self._thing(REFERS[row.field], each) or _UNKNOWN for each in _several(value)) or _NOBODY
        return _field_value(kind, row.field, value)

    def _user(self, user: str) -> str:
        return self._thing(ImportKind.PEOPLE, user) or _UNKNOWN_USER

    def _position(self, position_id: str) -> str:
        position = self._positions.get(position_id)
        if position is None:
            return "en stilling, der er slettet"
        return f"{_quoted(position.title)} ({', '.join(self._holders[position_id]) or 'ubesat'})"

    @lazy
    def _positions(self) -> dict[str, Position]:
        return queries.positions(self._session, self._position_ids)

    @lazy
    def _holders(self) -> dict[str, list[str]]:
        """Position → the names of those who hold it today."""
        held = {
            person: positions
            for person, positions in held_positions(self._session, self._today).items()
            if not self._position_ids.isdisjoint(positions)
        }
        people: dict[str, Any] = dict(queries.rows(self._session, ImportKind.PEOPLE, list(held)))
        found: dict[str, list[str]] = defaultdict(list)
        for person, positions in held.items():
            for position in positions:
                found[position].append(str(people[person].name))
        return found

    def row_id(self, kind: ImportKind, named: str) -> str | None:
        """Of what is named by its uuid in KITOS, or by the id of its row; None where it was never taken in."""
        if named.startswith(_ROW):
            return named.removeprefix(_ROW)
        record = self._records.get((kind, named))
        return record.register_id if record else None

    def _thing(self, kind: ImportKind, named: str) -> str | None:
        """Its name here, else the one that KITOS gave last."""
        row = self._rows[kind].get(self.row_id(kind, named) or "")
        record = self._records.get((kind, named))
        name = row.name if row is not None else body_of(record).get("name") if record else None
        return _quoted(name) if name else None


def _subject_kind(row: OutsideDifference) -> ImportKind:
    kind = ImportKind(row.kind)
    return ImportKind.SYSTEMS if kind is ImportKind.RESPONSIBILITIES else kind


def _several(value: Any) -> list[str]:  # noqa: ANN401 - one reference, several, or none
    return value if isinstance(value, list) else [value] if value else []


def _field_value(kind: ImportKind, name: str, value: Any) -> str:  # noqa: ANN401 - any JSON value
    column = column_of(kind, name)
    if value is None or value in ("", []):
        return _NOTHING
    if isinstance(value, bool):
        return "ja" if value else "nej"
    if isinstance(value, str) and column.is_day:
        return danish_date(date.fromisoformat(value))
    several = value if isinstance(value, list) else [value]
    said = _on_one_line(", ".join(str(column.terms.get(each, each)) for each in several))
    # Whoever decides compares both sides to their ends.
    return f"»{without_cpr(said, len(said))}«"


def _quoted(text: Any) -> str:  # noqa: ANN401 - mostly text
    folded = _on_one_line(text)
    return quoted(folded) if folded else ""


def _on_one_line(text: Any) -> str:  # noqa: ANN401 - mostly text
    return " ".join(str(text).split())
