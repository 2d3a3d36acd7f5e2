"""Text files: how their characters are written, and what divides their cells."""

from tests.awkward.case import Case, Refusal, Report, text

_HEAD, _ROW = "System;Beskrivelse;Leverandør", "Ærø;Et system på øen.;Ålborg"
_LINES = (_HEAD, _ROW)


def utf_8_with_a_mark() -> Case:
    return Case(text(*_LINES, encoding="utf-8-sig"), Report(1))


def utf_16_as_excel_writes_unicode_text() -> Case:
    return Case(text(*(line.replace(";", "\t") for line in _LINES), encoding="utf-16"), Report(1))


def windows_1252() -> Case:
    return Case(text(*_LINES, encoding="cp1252"), Report(1))


def line_ends_of_an_old_macintosh() -> Case:
    return Case(text(*_LINES, end="\r"), Report(1))


def line_that_names_the_delimiter() -> Case:
    """Excel does not show it, and numbers the rows without it."""
    content = text("sep=;", *_LINES, ";uden navn;")
    return Case(content, Report(1, [("A3", "missing")], rejected=1))


def commas() -> Case:
    return Case(text("System,Beskrivelse", 'KSD,"Sygedagpenge, og andet"'), Report(1))


def tabs() -> Case:
    return Case(text("System\tBeskrivelse", "KSD\tSygedagpenge; og andet"), Report(1))


def title_with_a_comma_above_semicolons() -> Case:
    return Case(text("Systemer, 2026", "", *_LINES), Report(1, header_row=3))


def titles_of_several_lines_with_commas() -> Case:
    lines = ("Ærø, 2026", "Systemer, ejere, penge og beskrivelser", _HEAD, _ROW, _ROW.replace("Ærø", "Samsø"))
    return Case(text(*lines), Report(2, header_row=3))


def commas_with_semicolons_in_the_last_lines() -> Case:
    return Case(text("System,Beskrivelse", "KSD,x", "Aula,a; b", "KY,c; d"), Report(3))


def title_with_semicolons_behind_it() -> Case:
    """As Excel pads the lines."""
    return Case(text("Systemer, 2026;;", ";;", *_LINES, ";;"), Report(1, header_row=3))


def rows_below_cells_of_several_lines() -> Case:
    """A cell of three lines is one row of the sheet: the fault in the next is in row 4."""
    lines = ("System;Beskrivelse;Status", 'KSD;"En,\nto,\ntre";', "Aula;x;", "KY;x;sover")
    return Case(text(*lines), Report(2, [("C4", "unknown-value")], rejected=1))


def blank_lines_are_counted() -> Case:
    lines = ("", "System;Beskrivelse", "", "KSD;x", "", ";y")
    return Case(text(*lines), Report(1, [("A6", "missing")], rejected=1, header_row=2))


def column_behind_the_last_header() -> Case:
    return Case(text("System;Beskrivelse;", "KSD;x;husk at ringe"), Report(1, [("C2", "unread-cell")]))


def rows_that_are_shorter_than_the_headers() -> Case:
    return Case(text("System;Beskrivelse;Leverandør", "KSD", "Aula;x"), Report(2, [("B2", "no-description")]))


def quotation_mark_that_is_never_closed() -> Case:
    """What follows would be one cell to the end of the file, and no row of its own."""
    content = text("System;Beskrivelse", 'KSD;"aldrig lukket', *(f"System {n};x" for n in range(5)))
    return Case(content, Refusal(400, "broken-csv", "quotation mark"))


def picture_sent_as_text() -> Case:
    return Case(b"\x89PNG\r\n\x1a\n" + bytes(50), Refusal(400, "not-a-spreadsheet"))


def two_ways_of_writing_in_one_file() -> Case:
    """Lines that were pasted in from an older file."""
    content = text(*_LINES) + text("Åben;x;y", encoding="cp1252")
    return Case(content, Refusal(400, "bad-encoding", "line 3"))


def quotation_marks_of_a_language_that_looks_like_another_encoding() -> Case:
    return Case(text("System;Beskrivelse", "»MILJØ«;på øen", encoding="cp1252"), Report(1))


def inches_behind_a_closed_quotation_mark() -> Case:
    return Case(text("System;Beskrivelse", 'Skærme;"24" skærme"'), Report(1))


def cell_that_was_divided_by_its_own_semicolon() -> Case:
    content = text("System;Beskrivelse", "Journal;Fagsystem; bruges af alle")
    return Case(content, Report(1, [("C2", "unread-cell")]))


def documents_that_are_no_spreadsheets() -> Case:
    return Case(b"%PDF-1.4\n%\xe2\xe3", Refusal(400, "not-a-spreadsheet", "no spreadsheet"), name="systemer.csv")
