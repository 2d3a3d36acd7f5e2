"""What counts of a remembered mapping in the file at hand. Pure."""

from collections.abc import Mapping, Sequence

from app.imports.columns import usual_headers
from app.imports.mapping import FieldMapping
from app.tabular.columns import Column
from app.tabular.headers import folded_header, known_as
from app.tabular.table import Table


def still_known(
    known: Mapping[str, FieldMapping | None], table: Table, columns: Sequence[Column]
) -> dict[str, FieldMapping | None]:
    """Nothing where the register made the file; else what is said of headers that the file has and that are not ours.

    Our own headers mean what they always do, unless the caller says otherwise this very time: they are neither given
    to another field nor passed over, nor is their field read elsewhere. The words of their cells may be remembered.
    """
    if table.basis is not None:
        return {}
    usual = usual_headers(columns)
    there = {folded_header(header) for header in table.headers}
    ours = {usual[folded].name for header in table.headers if (folded := known_as(header, usual)) is not None}
    found: dict[str, FieldMapping | None] = {}
    for header, target in known.items():
        if folded_header(header) not in there:
            continue
        own = usual.get(known_as(header, usual) or "")
        field = None if target is None else target.field
        if field not in ours if own is None else field == own.name:
            found[header] = target
    return found
