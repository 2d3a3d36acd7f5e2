"""Base, file and register: what was edited in a workbook is taken where the register still says what it said then."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from app.core.chunks import chunks
from app.core.languages import danish_date
from app.imports import queries
from app.imports.choices import Conflicts
from app.imports.draft import Draft
from app.imports.kind import Kind
from app.imports.problems import Problems
from app.imports.quoting import quoted
from app.tabular.basis import IDS, MadeFrom, digest, plain_as_written, plain_ids
from app.tabular.columns import Column
from app.tabular.worded import worded

#: Never repeated in a report, which others read and which is kept: how people are reached.
_PRIVATE = {"email", "phone", "onCallName", "onCallPhone", "hotline", "hotlineHours"}
#: What makes a row the row that it is: of another system it would be another row.
_FIXED = "system"
_KEY = "externalId"
#: Rows that are gone from a file and named one by one.
_NAMED = 10


def begin(kind: Kind, drafts: Sequence[Draft]) -> list[Draft]:
    """The drafts that there is anything to plan of: those of a row that is gone, or was not edited, are settled."""
    for told in chunks((draft for draft in drafts if draft.basis is not None), queries.CHUNK):
        rows = _rows(kind, (draft.key for draft in told))
        for draft in told:
            row = rows.get(draft.key)
            if row is None:
                _tell_of_gone(kind, draft)
            elif not kind.begin_from(draft, row, edited=_is_edited(kind, draft)):
                draft.is_settled = True
    return [draft for draft in drafts if not draft.is_settled]


def decide(kind: Kind, drafts: Sequence[Draft]) -> None:
    """Compare what was edited with what the register says now."""
    basis = kind.work.basis
    for draft in drafts:
        if draft.basis is not None:
            for column in kind.columns:
                if column.name in draft.values and column.name in draft.basis:
                    _decide(kind, draft, draft.basis, column)
        elif basis is not None and draft.found and draft.id in basis.rows:
            refuse_removed(kind, draft, draft.id)


def refuse_removed(kind: Kind, draft: Draft, row_id: str) -> None:
    """A row of the workbook that lost its id: read as a new one it would stand twice, or write over what others did."""
    detail = (
        f"Rækken har intet id, men findes i registret og stod i filen, da den blev hentet. Skriv id'et igen: {row_id}."
    )
    draft.reject(kind.key, "key-removed", detail)


def tell_of_missing(kind: Kind, basis: MadeFrom, drafts: Sequence[Draft], problems: Problems, header_row: int) -> None:
    """Say which rows are not in the file any more, and that this does nothing."""
    there = {draft.key for draft in drafts if draft.key}
    missing = [key for key in basis.rows if key not in there]
    # Without any key the rows are told of one by one.
    if not there or not missing:
        return
    rows = _rows(kind, missing)
    still = [rows[key] for key in missing if key in rows]
    for row in still[:_NAMED]:
        detail = f"{_name(row)} stod i filen, da den blev hentet, og mangler nu. Intet er slettet i registret."
        problems.add(header_row, None, "row-missing", detail, "warning")
    if len(still) > _NAMED:
        more = len(still) - _NAMED
        detail = f"Yderligere {more} rækker fra den hentede fil mangler. Intet er slettet i registret."
        problems.add(header_row, None, "row-missing", detail, "warning")


def _rows(kind: Kind, keys: Iterable[str]) -> dict[str, Any]:
    found: dict[str, Any] = dict(queries.rows_by_id(kind.work.session, kind.table, keys, *kind.links.values()))
    return found


def _name(row: Any) -> str:  # noqa: ANN401 - a row of any kind's table
    named = getattr(row, "name", None) or getattr(row, "title", None)
    return quoted(named) if named else f"Rækken med id {row.id}"


def _is_edited(kind: Kind, draft: Draft) -> bool:
    return draft.rejected or any(name in (draft.basis or ()) for name in draft.values if name != kind.key)


def _tell_of_gone(kind: Kind, draft: Draft) -> None:
    """A row that was deleted is not made again by a file that is older."""
    said = "Rækken er slettet i registret, siden filen blev hentet."
    if _is_edited(kind, draft):
        draft.reject(kind.key, "row-gone", f"{said} Tøm id'et, hvis den skal oprettes igen, eller slet rækken her.")
    else:
        draft.warn(kind.key, "row-gone", f"{said} Den oprettes ikke igen.")
    draft.is_settled = True


def _decide(kind: Kind, draft: Draft, basis: Mapping[str, str], column: Column) -> None:
    name = column.name
    if kind.is_closed(draft.existing):
        return
    if name == _KEY:
        draft.warn(name, "key-kept", "Nøglen ændres ikke ved import. Rækken beholder den, den har.")
        return
    refers = name in kind.refers
    if refers and name not in draft.references:
        return
    field = f"{name}{IDS}" if refers else name
    mine = _plain(column, draft.references[name] if refers else draft.values[name], refers=refers)
    now = kind.now(draft, column)
    theirs = _plain(column, now, refers=refers)
    if mine == theirs or digest(draft.key, field, mine) == basis[field]:
        # The same said in other words is no edit, and what the register says already is none to make.
        kind.leave(draft, column)
    elif name == _FIXED:
        detail = "Rækken kan ikke flyttes til et andet system. Tøm id'et for at oprette en ny, og slet denne på siden."
        draft.reject(name, "row-moved", detail)
    elif digest(draft.key, field, theirs) != basis[field]:
        _tell_of_conflict(kind, draft, column, now)


def _tell_of_conflict(kind: Kind, draft: Draft, column: Column, now: Any) -> None:  # noqa: ANN401 - a value of any field
    name, theirs = column.name, None
    if name in _PRIVATE:
        said = f"Filen og registret siger hver sit i »{column.header}«, og begge er ændret, siden filen blev hentet."
    else:
        refers = name in kind.refers
        mine = _shown(kind, column, draft.references[name] if refers else draft.values[name])
        theirs = _shown(kind, column, now)
        said = f"Filen siger {_told(mine)}, registret siger nu {_told(theirs)} (ændret, siden filen blev hentet)."
    match kind.work.options.conflicts:
        case Conflicts.FILE:
            draft.warn(name, "conflict", f"{said} Filens værdi er taget.", theirs)
        case Conflicts.REGISTER:
            draft.warn(name, "conflict", f"{said} Registrets værdi er beholdt.", theirs)
            kind.leave(draft, column)
        case Conflicts.REFUSE:
            way = (
                "Hent filen igen og ret i den, eller vælg, om filen (conflicts=file) eller registret "
                "(conflicts=register) gælder."
            )
            draft.reject(name, "conflict", f"{said} {way}", theirs)


def _plain(column: Column, value: Any, *, refers: bool) -> str:  # noqa: ANN401 - a value of any field
    if refers:
        return plain_ids(_ids(value))
    return plain_as_written(worded(column, value), many=column.many)


def _ids(value: str | list[str] | None) -> list[str]:
    if value is None:
        return []
    return value if isinstance(value, list) else [value]


def _shown(kind: Kind, column: Column, value: Any) -> str:  # noqa: ANN401 - a value of any field
    """The value as a cell shows it; empty where there is none."""
    if column.name in kind.refers:
        index = kind.work.index(kind.refers[column.name])
        return ", ".join(index[row_id].name for row_id in _ids(value))
    if isinstance(value, date):
        return danish_date(value)
    return plain_as_written(worded(column, value))


def _told(shown: str) -> str:
    """The value as a sentence names it."""
    return quoted(shown) if shown else "ingenting"
