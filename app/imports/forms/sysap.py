"""The spreadsheet of SYS-AP: one row per system, under the headings of the standard's annex."""

from collections import Counter
from collections.abc import Mapping

from app.imports.choices import FileForm, ImportKind
from app.imports.forms.arranging import filled_from, index_of, with_cells
from app.imports.forms.form import KnownForm
from app.imports.index import folded
from app.imports.mapping import FieldMapping
from app.imports.problems import Concerned, Problems
from app.imports.quoting import quoted
from app.sysap.sheet import HEADINGS, NAME, NAME_IN_FULL, NUMBERS, OWN_HEADINGS, PREDECESSOR, STATUS, WORDS
from app.tabular.cells import shown
from app.tabular.several import split
from app.tabular.table import Table, is_empty

_ID, _TEXTS = OWN_HEADINGS["id"], ("it-systemidentifikator", NAME.text, NAME_IN_FULL)


def arranged(table: Table, problems: Problems) -> Table:
    """A status of ours stands where the standard has none; who came before is said of the one that follows."""
    _tell_of_two_states(table, problems)
    return _successors(filled_from(table, STATUS.text, OWN_HEADINGS["lifecycle"]), problems)


def _tell_of_two_states(table: Table, problems: Problems) -> None:
    """Our own column is empty where the standard has a word: whoever fills it has a look at the wrong one."""
    standard, own = index_of(table, STATUS.text), index_of(table, OWN_HEADINGS["lifecycle"])
    if standard is None or own is None:
        return
    for row in table.rows:
        if not is_empty(row.cells[standard]) and not is_empty(row.cells[own]):
            detail = f"Cellen er ikke læst, for {quoted(STATUS.text)} siger også noget. Ret den celle i stedet."
            concerned = Concerned(table.headers[own], own, shown(row.cells[own]))
            problems.add(row.number, concerned, "unread-cell", detail, "warning")


def _successors(table: Table, problems: Problems) -> Table:
    """The standard names the predecessors of a system, and the register its successor: the other way round."""
    index = index_of(table, PREDECESSOR.text)
    if index is None:
        return table
    names = _names(table)
    rows = {folded(name): at for at, called in enumerate(names) for name in called}
    follows: dict[int, int] = {}
    for at, row in enumerate(table.rows):
        for name in split(shown(row.cells[index])) if not is_empty(row.cells[index]) else ():
            before = rows.get(folded(name))
            if before is None or follows.setdefault(before, at) != at:
                why = "kan ikke findes i filen" if before is None else "afløses også af et andet system i filen"
                detail = f"Forgængersystemet {quoted(name)} {why}, så det er ikke læst."
                concerned = Concerned(table.headers[index], index, name)
                problems.add(row.number, concerned, "unread-cell", detail, "warning")
    cells = [names[follows[at]][0] if at in follows and names[follows[at]] else None for at in range(len(table.rows))]
    return with_cells(table, index, cells)


def _names(table: Table) -> list[list[str]]:
    """What each row can be called so that no other is meant: its key, its name, its id in the register that made it."""
    said = zip(*(_said(table, heading) for heading in _TEXTS), strict=True)
    texts = [[text for text in each if text] for each in said]
    rows = Counter(name for called in texts for name in set(map(folded, called)))
    return [
        [*(name for name in called if rows[folded(name)] == 1), *([row_id] if row_id else [])]
        for called, row_id in zip(texts, _said(table, _ID), strict=True)
    ]


def _said(table: Table, heading: str) -> list[str]:
    """Of each row; empty where it says nothing, or the file does not have the column."""
    index = index_of(table, heading)
    return ["" if index is None or is_empty(row.cells[index]) else shown(row.cells[index]) for row in table.rows]


def _columns() -> Mapping[str, FieldMapping | None]:
    said = {heading.text: _read_as(heading.field) for heading in HEADINGS}
    own = {text: None if field == STATUS.field else _read_as(field) for field, text in OWN_HEADINGS.items()}
    return {**said, NAME_IN_FULL: _read_as(NAME.field), **own}


def _read_as(field: str | None) -> FieldMapping | None:
    if field is None:
        return None
    words = {word: code for code, word in WORDS.get(field, {}).items()}
    if field == "personalData":
        words |= {f"{NUMBERS[code]} {word}": code for word, code in words.items()}
    return FieldMapping(field=field, values=words)


#: Headings that none but the standard's sheet has together; every municipality's list has a version and a comment.
_TELLING = (
    *("it-systemidentifikator", "alternativt it-systemnavn", "it-systembeskrivelse", "operationel status"),
    *("dokumentationsreference", "KLE-emne(r)", "FORM-opgave(r)", "kritikalitetstype", "forgængersystem"),
    *("it-systemforvalter", "udviklingsleverandør", "it-systemanskaffelsestype", "personoplysningskategori"),
)
_ENOUGH = 3

SYS_AP = KnownForm(
    name=FileForm.SYS_AP,
    kind=ImportKind.SYSTEMS,
    called="SYS-AP's skema",
    columns=_columns(),
    needed=(NAME.text, NAME_IN_FULL),
    telling=_TELLING,
    enough=_ENOUGH,
    arrange=arranged,
    used=(OWN_HEADINGS["lifecycle"],),
)
