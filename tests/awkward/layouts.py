"""Where the table stands: titles, blank rows, cover sheets, hidden rows, merged cells."""

from typing import Any

from tests.awkward.case import AULA, HEAD, KSD, Case, Refusal, Report, book, saved, sheets

_TITLE = ("Oversigt over kommunens systemer",)
_BUDGET = (("System", "År", "Skøn"), ("KSD", 2026, 100))
_COVER = (("Vejledning",), (), ("Udfyld arket bagved, og send det til digitalisering.",))


def title_above_the_headers() -> Case:
    return Case(book(_TITLE, HEAD, KSD), Report(1, sheet="Ark1", header_row=2))


def title_that_is_called_as_a_column() -> Case:
    return Case(book(("System",), (), HEAD, KSD), Report(1, sheet="Ark1", header_row=3))


def title_merged_over_the_table() -> Case:
    content = book(_TITLE, HEAD, KSD, then=lambda sheet: sheet.merge_cells("A1:B1"))
    return Case(content, Report(1, sheet="Ark1", header_row=2))


def blank_rows_above_and_between() -> Case:
    content = book((), (), HEAD, KSD, (), AULA, ("", "  "))
    return Case(content, Report(2, sheet="Ark1", header_row=3))


def table_that_begins_in_the_third_column() -> Case:
    content = book((), (None, None, *HEAD), (None, None, "KSD", None))
    return Case(content, Report(1, [("D3", "no-description")], sheet="Ark1", header_row=2))


def headers_in_row_20() -> Case:
    content = book(*[(f"Linje {number}",) for number in range(1, 20)], HEAD, KSD)
    return Case(content, Report(1, sheet="Ark1", header_row=20))


def headers_in_row_21() -> Case:
    content = book(*[(f"Linje {number}",) for number in range(1, 21)], HEAD, KSD)
    return Case(content, Refusal(400, "missing-column", "Linje 1"))


def headers_in_row_40_below_nothing() -> Case:
    return Case(book(*[()] * 39, HEAD, KSD), Report(1, sheet="Ark1", header_row=40))


def cover_sheet_first() -> Case:
    content = saved(sheets(Forside=_COVER, Systemer=(HEAD, KSD)))
    return Case(content, Report(1, sheet="Systemer"))


def third_sheet_that_fits_best() -> Case:
    content = saved(sheets(Forside=_COVER, Kort=(("System",), ("Aula",)), Lang=(_TITLE, HEAD, KSD, AULA)))
    return Case(content, Report(2, sheet="Lang", header_row=2))


def sheet_by_its_name() -> Case:
    content = saved(sheets(Gamle=(HEAD, KSD), Nye=(HEAD, KSD, AULA)))
    return Case(content, Report(2, sheet="Nye"), form={"sheet": " nye "})


def sheet_by_its_number() -> Case:
    content = saved(sheets(Gamle=(HEAD, KSD), Nye=(HEAD, KSD, AULA)))
    return Case(content, Report(2, sheet="Nye"), form={"sheet": "2"})


def sheet_whose_name_is_a_number() -> Case:
    """The name counts before the number: years are names of sheets."""
    content = saved(sheets(**{"2": (HEAD, KSD), "1": (HEAD, KSD, AULA)}))
    return Case(content, Report(2, sheet="1"), form={"sheet": "1"})


def sheet_that_there_is_not() -> Case:
    content = saved(sheets(Gamle=(HEAD, KSD), Nye=(HEAD, KSD, AULA)))
    return Case(content, Refusal(400, "unknown-sheet", "Nye"), form={"sheet": "Nyeste"})


def hidden_sheet_is_not_taken_by_itself() -> Case:
    workbook = sheets(Kladde=(HEAD, KSD, AULA), Gældende=(HEAD, KSD))
    workbook["Kladde"].sheet_state = "hidden"
    workbook.active = 1
    return Case(saved(workbook), Report(1, sheet="Gældende"))


def hidden_sheet_is_taken_by_its_name() -> Case:
    workbook = sheets(Kladde=(HEAD, KSD, AULA), Gældende=(HEAD, KSD))
    workbook["Kladde"].sheet_state = "veryHidden"
    workbook.active = 1
    return Case(saved(workbook), Report(2, sheet="Kladde"), form={"sheet": "Kladde"})


def merged_down_a_column() -> Case:
    head = (*HEAD, "Leverandør")
    rows = (("KSD", "x", "KOMBIT"), ("KY", "x", None), ("Aula", "x", None))
    content = book(head, *rows, then=lambda sheet: sheet.merge_cells("C2:C4"))
    return Case(content, Report(3, [(1, "merged-cells")], sheet="Ark1"))


def merged_names_of_systems() -> Case:
    """A budget with one system over two of its rows: both are the system's."""
    rows = (("System", "År", "Skøn"), ("KSD", 2026, 900_000), (None, 2027, 950_000))
    content = book(*rows, then=lambda sheet: sheet.merge_cells("A2:A3"))
    return Case(
        content,
        Report(2, [(1, "merged-cells")], sheet="Ark1"),
        kind="budgets",
        before=lambda api: api.system("KSD"),
    )


def two_lines_of_merged_headers() -> Case:
    def merge(sheet: Any) -> None:
        for cells in ("A1:A2", "B1:C1"):
            sheet.merge_cells(cells)

    rows = (("System", "Om systemet", None), (None, "Beskrivelse", "Leverandør"), ("KSD", "x", "KOMBIT"))
    return Case(book(*rows, then=merge), Report(1, sheet="Ark1", header_row=2))


def rows_hidden_by_a_filter() -> Case:
    def hide(sheet: Any) -> None:
        sheet.auto_filter.ref = "A1:B3"
        sheet.row_dimensions[3].hidden = True

    return Case(book(HEAD, KSD, AULA, then=hide), Report(2, [(1, "hidden-rows")], sheet="Ark1"))


def hidden_rows_above_the_headers() -> Case:
    """What is not read needs no warning."""

    def hide(sheet: Any) -> None:
        sheet.row_dimensions[1].hidden = True

    return Case(book(_TITLE, HEAD, KSD, then=hide), Report(1, sheet="Ark1", header_row=2))


def trailing_column_without_header() -> Case:
    """Nobody can say what the note is; the rest is read."""
    content = book(HEAD, (*KSD, "husk at ringe"), AULA)
    return Case(content, Report(2, [("C2", "unread-cell")], sheet="Ark1"))


def duplicate_headers() -> Case:
    content = book((*HEAD, "System"), (*KSD, "KSD"))
    return Case(content, Refusal(400, "duplicate-column", "column 3"))


def duplicate_headers_of_nothing_of_ours() -> Case:
    content = book((*HEAD, "Farve", "Farve"), (*KSD, "rød", "blå"))
    return Case(content, Report(1, [("C1", "unread-column"), ("D1", "unread-column")], sheet="Ark1"))


def headers_with_colons_asterisks_and_breaks() -> Case:
    content = book(("System:", "BESKRIVELSE *", "Drifts\nleverandør", " leverandør\u00a0:"), (*KSD, "KMD", "KOMBIT"))
    return Case(content, Report(1, [("C1", "unread-column")], sheet="Ark1"))


def column_of_faults_that_comes_back() -> Case:
    content = book((*HEAD, "Fejl"), (*KSD, "Feltet mangler; udfyld cellen."))
    return Case(content, Report(1, sheet="Ark1"))


def headers_and_nothing_else() -> Case:
    return Case(book(HEAD), Report(0, sheet="Ark1"))


def sheet_of_budgets_sent_as_systems() -> Case:
    """A column `System` is there, so the systems are read; what else there is is told."""
    return Case(
        book(*_BUDGET),
        Report(1, [(2, "no-description"), ("B1", "unread-column"), ("C1", "unread-column")], sheet="Ark1"),
    )


def column_without_a_header() -> Case:
    content = book((*HEAD, None, "Leverandør"), (*KSD, "hvad er det?", "A"))
    return Case(content, Report(1, [("C2", "unread-cell")], sheet="Ark1"))


def headers_again_below() -> Case:
    """As a printed list has them on each page."""
    content = book(HEAD, KSD, HEAD, AULA)
    return Case(content, Report(2, [("3", "repeated-headers")], sheet="Ark1"))


def sums_below() -> Case:
    content = book(HEAD, KSD, AULA, ("I alt 2 systemer", None), ("Sum:", 2), ("Total", "er et system"))
    return Case(content, Report(3, [("4", "sum-row"), ("5", "sum-row")], sheet="Ark1"))


def two_sheets_that_fit_alike() -> Case:
    content = saved(sheets(Gamle=(HEAD, KSD), Nye=(HEAD, KSD, AULA), Noter=_COVER))
    return Case(content, Report(1, [("1", "several-sheets")], sheet="Gamle"))
