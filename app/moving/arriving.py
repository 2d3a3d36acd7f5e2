"""Moving a register in: all of it in one write of an empty register, or nothing."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from app.core.chunks import chunks
from app.core.errors import Conflict, InvalidInput
from app.core.identifiers import new_id
from app.core.languages import Text
from app.core.progress import Progress, unheard
from app.journal.append import Author
from app.moving.age_queries import add_findings, adopt_findings
from app.moving.checks import ReadRow, in_order, refuse_repeated, refuse_rivals
from app.moving.manifest import MovingManifest, at_line
from app.moving.package import Package, Source, open_package
from app.moving.queries import tables_with_rows
from app.moving.rows import check_whole, from_line, reference_key
from app.moving.tables import MOVED, MovedTable
from app.register.gate import Guard, Settled
from app.register.register import Register, allow_all

_CHUNK = 1000


@dataclass(frozen=True, slots=True)
class MoveReport:
    """`rows`: how many there are, by what they are. `evaluated`: systems. `revision`: the one that the register has."""

    manifest: MovingManifest
    rows: Mapping[str, int]
    evaluated: int
    keep_ids: bool
    dry_run: bool


def move_in(
    register: Register,
    author: Author,
    source: Source,
    *,
    keep_ids: bool = False,
    dry_run: bool = False,
    progress: Progress = unheard,
    guard: Guard = allow_all,
) -> MoveReport:
    """Move what `source` holds into the register, which must be empty; a dry run does the same and takes it back.

    One transaction through the commit gate, so that what fails leaves nothing. `progress` hears how many rows of how
    many are read. Raises InvalidInput, naming file and line, for what cannot be used; Conflict where the register
    holds anything, and for what the register's own rules refuse.
    """
    with open_package(source) as package:

        def act(session: Session) -> Mapping[str, int]:
            _refuse_if_filled(session)
            return _Arrival(session, package, register.clock.now(), progress, keep_ids=keep_ids).take_in()

        def answer(_session: Session, rows: Mapping[str, int], settled: Settled) -> MoveReport:
            return MoveReport(package.manifest, rows, settled.outcome.evaluated, keep_ids, dry_run)

        return register.write(author, act, answer, guard=guard, dry_run=dry_run, adopt=adopt_findings)


def _refuse_if_filled(session: Session) -> None:
    found = tables_with_rows(session)
    if found:
        raise Conflict(
            Text(
                f"The register is not empty: it holds {', '.join(found[:3])}. A whole register moves into an empty one "
                "only. Nothing was written.",
                da=f"Registret er ikke tomt: det indeholder {', '.join(found[:3])}. Et helt register kan kun flyttes "
                "ind i et tomt. Der er ikke gemt noget.",
            ),
            code="register-not-empty",
        )


@dataclass
class _Arrival:
    """The rows on their way in, table by table.

    `rows`: table → key → the row that was made. `ids`: old id → new, where those differ.
    """

    session: Session
    package: Package
    now: datetime
    progress: Progress
    keep_ids: bool
    rows: dict[str, dict[str, Any]] = field(default_factory=dict)
    ids: dict[str, str] = field(default_factory=dict)
    _read: int = 0

    def take_in(self) -> Mapping[str, int]:
        """How many rows there are, by what they are."""
        counted = {}
        for moved in MOVED:
            found = list(self._lines(moved))
            refuse_repeated(moved, found)
            refuse_rivals(moved, found)
            found = in_order(moved, found)
            self._number(found)
            self.rows[moved.table.name] = {}
            # Unknown references are told before anything is flushed.
            self._make(moved, found)
            counted[moved.name] = len(found)
        return counted

    def _lines(self, moved: MovedTable) -> Iterator[ReadRow]:
        for number, line in self.package.lines(moved.file):
            try:
                values = from_line(moved, line)
            except InvalidInput as error:
                raise at_line(moved.file, number, error.detail) from error
            made = values.get("created_at") or values.get("opened_at")
            if made is not None and made > self.now:
                what = Text("It was made after now.", da="Den er oprettet efter dette øjeblik.")
                raise at_line(moved.file, number, what)
            yield ReadRow(number, values)
            self._read += 1
            if self._read % _CHUNK == 0:
                self.progress(self._read, self.package.manifest.rows)

    def _number(self, rows: list[ReadRow]) -> None:
        """New ids in the order of the old ones, so that what sorts by them sorts alike."""
        if not self.keep_ids:
            old = sorted(row.values["id"] for row in rows)
            new = sorted(new_id() for _ in old)
            self.ids.update(zip(old, new, strict=True))

    def _make(self, moved: MovedTable, rows: list[ReadRow]) -> None:
        made = (self._values(moved, row) for row in rows)
        for chunk in chunks(made, _CHUNK):
            if moved.is_journaled:
                self.session.add_all(chunk)
                self.session.flush()
            else:
                add_findings(self.session, chunk, self.ids)

    def _values(self, moved: MovedTable, row: ReadRow) -> Any:  # noqa: ANN401 - a row of any table, or a finding's values
        values = dict(row.values)
        values["id"] = self.ids.get(values["id"], values["id"])
        for column, table in moved.references.items():
            if values[column] is not None:
                values[column] = self._named(moved, row, table, column, values[column]).id
        for name, relation in moved.links.items():
            table = relation.mapper.local_table.name
            values[name] = [self._named(moved, row, table, name, key) for key in values[name]]
        try:
            check_whole(moved, values)
        except InvalidInput as error:
            raise at_line(moved.file, row.line, error.detail) from error
        key = values.pop("key")
        if not moved.is_journaled:
            return values
        made = self.rows[moved.table.name][key] = moved.model(**values)
        return made

    def _named(self, moved: MovedTable, row: ReadRow, table: str, column: str, key: str) -> Any:  # noqa: ANN401 - a row of any table
        found = self.rows[table].get(key)
        if found is None:
            said = reference_key(column)
            what = Text(f"{said}: there is no {table} {key!r}.", da=f"{said}: nøglen »{key}« findes ikke i {table}.")
            raise at_line(moved.file, row.line, what)
        return found
