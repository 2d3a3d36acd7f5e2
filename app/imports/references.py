"""What cells refer to, and what becomes of a row whose reference falls away."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from app.imports.draft import Draft
from app.imports.index import Entry, Unresolved
from app.imports.kind import Kind
from app.tabular.columns import Column


def resolve(kind: Kind, drafts: Iterable[Draft], *, own: bool) -> None:
    """Resolve the references to the kind's own table, or those to the others; rejects drafts whose lead nowhere."""
    columns = [
        column
        for column in kind.columns
        if column.name in kind.refers and (kind.refers[column.name] is kind.table) is own
    ]
    for draft in drafts:
        for column in columns:
            if column.name in draft.values:
                _resolve(kind, draft, column)


def _resolve(kind: Kind, draft: Draft, column: Column) -> None:
    said = draft.values[column.name]
    try:
        found = _several(kind, column, said) if column.many else [kind.refer(column, said)]
    except Unresolved as fault:
        draft.reject(column.name, fault.code, fault.detail)
        return
    needed = {entry.id for entry in found if entry.new}
    if needed:
        draft.needs |= needed
    ids = [entry.id for entry in found]
    draft.references[column.name] = list(dict.fromkeys(ids)) if column.many else ids[0]


def _several(kind: Kind, column: Column, parts: Sequence[str]) -> list[Entry]:
    """The rows that the parts of a cell name; a comma may also belong to a name."""
    found: list[Entry] = []
    start = 0
    while start < len(parts):
        entry, start = _next(kind, column, parts, start)
        found.append(entry)
    return found


def _next(kind: Kind, column: Column, parts: Sequence[str], start: int) -> tuple[Entry, int]:
    """The row that the next part names, or it together with those behind it; and where the rest begins."""
    try:
        return kind.refer(column, parts[start]), start + 1
    except Unresolved as fault:
        for end in range(start + 2, len(parts) + 1):
            try:
                return kind.refer(column, ", ".join(parts[start:end])), end
            except Unresolved:
                continue
        raise fault from None


def weed_out(kind: Kind, drafts: Sequence[Draft]) -> None:
    """Reject what cannot stand beside the other rows, and what refers to a new row that is rejected."""
    while True:
        _reject_dependents(drafts)
        if not kind.cross_check([draft for draft in drafts if not draft.rejected]):
            return


def _reject_dependents(drafts: Sequence[Draft]) -> None:
    dependents: dict[str, list[Draft]] = defaultdict(list)
    for draft in drafts:
        for needed in draft.needs:
            dependents[needed].append(draft)
    gone = [draft for draft in drafts if draft.rejected and draft.new and draft.id]
    for lost in gone:
        for draft in dependents[lost.id]:
            if not draft.rejected:
                detail = f"Rækken henviser til række {lost.number}, som er afvist. Ret række {lost.number} først."
                draft.reject(None, "rejected-reference", detail)
                if draft.new:
                    gone.append(draft)
