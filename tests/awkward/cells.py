"""Single cells: formulas, faults, numbers that were something else, and text that must not come in."""

from typing import Any

from tests.awkward.case import HEAD, KSD, Case, Report, book, text


def line_break_in_a_name() -> Case:
    return Case(book(HEAD, ("KSD\nsygedagpenge", "x")), Report(1, [("A2", "line-break-removed")], sheet="Ark1"))


def line_break_in_a_description() -> Case:
    """There it belongs."""
    return Case(book(HEAD, ("KSD", "Første linje.\nAnden linje.")), Report(1, sheet="Ark1"))


def formula_that_was_never_worked_out() -> Case:
    """A program wrote it that cannot reckon: the cell looks filled to no reader but Excel."""
    content = book(("System", "Beskrivelse", "Leverandør"), ("KSD", "x", "=A2"), ("Aula", "x", "Netcompany"))
    return Case(content, Report(1, [("C2", "formula-not-computed")], rejected=1, sheet="Ark1"))


def formula_in_a_column_that_is_not_read() -> Case:
    content = book((*HEAD, "Farve"), (*KSD, "=A2"))
    return Case(content, Report(1, [("C1", "unread-column")], sheet="Ark1"))


def text_that_begins_like_a_formula() -> Case:
    def as_text(sheet: Any) -> None:
        for name in ("A2", "B2"):
            sheet[name].data_type = "s"

    return Case(book(HEAD, ("=KSD", "=1+1 er to"), then=as_text), Report(1, sheet="Ark1"))


def apostrophes_that_keep_text_from_being_a_formula() -> Case:
    """One guards a sign that would begin a formula; before anything else they are the writer's own."""
    return Case(text("System;Beskrivelse", "'=KSD;x", "'s-Hertogenbosch;x", "''Systemet'';x"), Report(3))


def cells_that_show_a_fault_of_the_sheet() -> Case:
    def as_faults(sheet: Any) -> None:
        for name in ("B2", "C3", "D4"):
            sheet[name].data_type = "e"

    head = ("System", "Beskrivelse", "KLE", "Leverandør")
    rows = (("KSD", "#REF!", None, None), ("Aula", "x", "#N/A", None), ("KY", "x", None, "#VALUE!"))
    found = [("B2", "error-cell"), ("C3", "error-cell"), ("D4", "error-cell")]
    return Case(book(head, *rows, then=as_faults), Report(0, found, rejected=3, sheet="Ark1"))


def fault_of_the_sheet_in_a_column_of_days() -> Case:
    """One cell is at fault, not the file: its neighbours are read."""
    head = ("System", "Beskrivelse", "Ibrugtaget")
    content = text(";".join(head), "KSD;x;#REFERENCE!", "Aula;x;31-12-2024")
    return Case(content, Report(1, [("C2", "error-cell")], rejected=1))


def fault_of_the_sheet_in_a_column_of_amounts() -> Case:
    content = text("System;År;Skøn", "KSD;2026;#DIVISION/0!", "KSD;2027;100.000")
    return Case(content, Report(1, [("C2", "error-cell")], rejected=1), kind="budgets", before=_ksd)


def everything_wrong_in_one_row() -> Case:
    """One report says all of it, so that the file goes back to its keeper once."""
    lines = (
        "System;Beskrivelse;Kritikalitet;Enhed;Ibrugtaget",
        "KSD;Sag for 010190-1234;vildt kritisk;Findes Ikke;31-02-2024",
        "Aula;x;;;",
    )
    found = [("B2", "cpr-number"), ("C2", "unknown-value"), ("D2", "unknown-reference"), ("E2", "impossible-date")]
    return Case(text(*lines), Report(1, found, rejected=1))


def kle_that_became_a_number() -> Case:
    """17.1 was 17.10 before the sheet made a number of it, and 5.01 was 05.01."""
    rows = (("KSD", "x", 17.01), ("Aula", "x", 17.1), ("KY", "x", 5.01), ("KP", "x", 27), ("SD", "x", "17.1"))
    content = book(("System", "Beskrivelse", "KLE"), *rows)
    return Case(content, Report(4, [("C3", "kle-from-number"), ("C6", "not-kle")], rejected=1, sheet="Ark1"))


def names_that_are_numbers_and_days() -> Case:
    """Text is what stands there, whatever the sheet takes it for."""
    return Case(book(HEAD, (2026, "x"), (True, 17.5), ("007", "x")), Report(3, sheet="Ark1"))


def notice_of_six_months() -> Case:
    content = text("Kontrakt;Leverandør;Opsigelse", "A;KMD;6 mdr.", "B;KMD;3 måneder", "C;KMD;1 år", "D;KMD;snart")
    return Case(content, Report(3, [("C5", "not-a-number")], rejected=1), kind="contracts")


def same_system_twice() -> Case:
    content = book(HEAD, KSD, ("ksd ", "x"))
    return Case(content, Report(1, [("A3", "repeated-key")], rejected=1, sheet="Ark1"))


def system_that_is_there_in_other_letters() -> Case:
    content = book(HEAD, (" ksd\u00a0", "Noget nyt."))
    return Case(content, Report(0, updated=1, sheet="Ark1"), before=_ksd)


def _ksd(api: Any) -> None:
    api.system("KSD")
