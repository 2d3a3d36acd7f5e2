"""Amounts: what they are stated in, and how they are written."""

from typing import Any

from tests.awkward.case import Case, Found, Refusal, Report, book, text
from tests.support.api import Api
from tests.support.imports import csv, upload


def _ksd(api: Api) -> None:
    api.system("KSD")


def _year(header: str, *amounts: Any, **form: Any) -> dict[str, Any]:
    rows = [("KSD", 2026 + number, amount) for number, amount in enumerate(amounts)]
    return {"content": book(("System", "År", header), *rows), "kind": "budgets", "before": _ksd, "form": form}


def amounts_in_thousands_by_their_header() -> Case:
    found: list[Found] = [("C1", "amounts-multiplied")]
    return Case(**_year("Skøn (1.000 kr.)", 900, "1.250"), expected=Report(2, found, sheet="Ark1"))


def amounts_in_thousands_by_a_shorter_header() -> Case:
    return Case(**_year("Skøn i t.kr.", 900), expected=Report(1, [("C1", "amounts-multiplied")], sheet="Ark1"))


def amounts_in_millions() -> Case:
    """0,9 mio. kr. is a whole number of kroner."""
    return Case(**_year("Skøn, mio. kr.", 0.9), expected=Report(1, [("C1", "amounts-multiplied")], sheet="Ark1"))


def amounts_in_kroner_by_their_header() -> Case:
    return Case(**_year("Skøn (kr.)", 900_000), expected=Report(1, sheet="Ark1"))


def unit_in_the_cell() -> Case:
    return Case(**_year("Skøn", "900 t.kr.", "1,5 mio. kr.", "900.000 kr."), expected=Report(3, sheet="Ark1"))


def unit_asked_for_against_the_header() -> Case:
    found: list[Found] = [("C1", "amount-unit-differs")]
    return Case(**_year("Skøn (1.000 kr.)", 900_000, amountUnit="dkk"), expected=Report(1, found, sheet="Ark1"))


def unit_asked_for_as_the_header_says() -> Case:
    return Case(**_year("Skøn (1.000 kr.)", 900, amountUnit="thousandDkk"), expected=Report(1, sheet="Ark1"))


def amounts_a_hundred_times_below_the_usual() -> Case:
    def usual(api: Api) -> None:
        lines = [f"KSD;{year};{900_000 + year}" for year in range(2010, 2022)]
        _ksd(api)
        assert upload(api, "budgets", csv("System;År;Skøn", *lines)).status_code == 201

    case = _year("Skøn", 900, 950) | {"before": usual}
    return Case(**case, expected=Report(2, [("C2", "small-amounts")], sheet="Ark1"))


def amounts_as_danes_write_them() -> Case:
    amounts = ("1.234,50 kr.", "kr. 900.000,-", "900 000", "1.250.000,00")
    return Case(**_year("Skøn", *amounts), expected=Report(4, [("C2", "rounded-to-kroner")], sheet="Ark1"))


def amounts_that_are_none() -> Case:
    amounts = ("1,234,500", "ca. 900.000", "-5", "(1.000)", "1.23", "?")
    codes = ("ambiguous-amount", "not-an-amount", "negative-amount", "negative-amount", "not-an-amount")
    found: list[Found] = [(f"C{row}", code) for row, code in enumerate((*codes, "not-an-amount"), start=2)]
    return Case(**_year("Skøn", *amounts), expected=Report(0, found, rejected=6, sheet="Ark1"))


def years_that_are_none() -> Case:
    content = text("System;År;Skøn", "KSD;26;100.000", "KSD;2026-2027;100.000", "KSD;2026;100.000")
    found: list[Found] = [("B2", "not-a-year"), ("B3", "not-a-year")]
    return Case(content, Report(1, found, rejected=2), kind="budgets", before=_ksd)


def _accounts(api: Api) -> None:
    """Account 42 pays for two systems, 40 and 60 per cent."""
    for name in ("KSD", "Aula"):
        api.system(name)
    lines = ("KSD;2025;1.000;42;40", "Aula;2025;1.000;42;60 %")
    assert upload(api, "budgets", csv("System;År;Skøn;Konto;Andel", *lines), source="prisme").status_code == 201


def accounts_of_a_finance_system() -> Case:
    """One row of an account that pays for two systems makes two lines; of an unknown account, none."""
    content = text("Konto;År;Bevilling", "42;2026;1.000.001", "77;2026;5.000", "77;2027;6.000")
    found: list[Found] = [("A3", "unmapped-account")]
    report = Report(2, found, rows=3)
    return Case(content, report, kind="budgets", before=_accounts, form={"source": "prisme"})


def accounts_of_another_source() -> Case:
    """What one source's accounts pay for says nothing of another's."""
    content = text("Konto;År;Bevilling", "42;2026;1.000.001")
    report = Report(0, [("A2", "unmapped-account")], rows=1)
    return Case(content, report, kind="budgets", before=_accounts, form={"source": "ks"})


def neither_system_nor_account() -> Case:
    return Case(text("År;Bevilling", "2026;1"), Refusal(400, "missing-column", "System"), kind="budgets")
