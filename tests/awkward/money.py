"""Amounts: what they are stated in, and how they are written."""

from collections.abc import Callable
from typing import Any

from tests.awkward.case import Case, Found, Refusal, Report, book, text
from tests.support.api import Api
from tests.support.imports import csv, upload

_PRISME = {"source": "prisme"}


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


def amounts_in_thousands_the_other_way_round() -> Case:
    return Case(**_year("Skøn (kr. 1.000)", 900), expected=Report(1, [("C1", "amounts-multiplied")], sheet="Ark1"))


def amounts_in_whole_thousands() -> Case:
    return Case(**_year("Skøn i hele tusinde", 900), expected=Report(1, [("C1", "amounts-multiplied")], sheet="Ark1"))


def amounts_in_thousands_by_a_number_alone() -> Case:
    return Case(**_year("Skøn (1000)", 900), expected=Report(1, [("C1", "amounts-multiplied")], sheet="Ark1"))


def amounts_in_thousands_by_a_title() -> Case:
    content = book(("Budget 2026. Alle beløb i 1.000 kr.",), ("System", "År", "Skøn"), ("KSD", 2026, 900))
    found: list[Found] = [("C2", "amounts-multiplied")]
    return Case(content, Report(1, found, sheet="Ark1", header_row=2), kind="budgets", before=_ksd)


def amounts_whose_header_counts_for_more_than_the_title() -> Case:
    content = book(("Beløb i 1.000 kr.",), ("System", "År", "Skøn (kr.)"), ("KSD", 2026, 900_000))
    return Case(content, Report(1, sheet="Ark1", header_row=2), kind="budgets", before=_ksd)


def title_about_an_amount_that_is_no_unit() -> Case:
    content = book(("Systemer over 1 mio. kr.",), ("System", "År", "Skøn"), ("KSD", 2026, 1_900_000))
    return Case(content, Report(1, sheet="Ark1", header_row=2), kind="budgets", before=_ksd)


def unit_in_the_cell() -> Case:
    return Case(**_year("Skøn", "900 t.kr.", "1,5 mio. kr.", "900.000 kr."), expected=Report(3, sheet="Ark1"))


def unit_asked_for_against_the_header() -> Case:
    found: list[Found] = [("C1", "amount-unit-differs")]
    return Case(**_year("Skøn (1.000 kr.)", 900_000, amountUnit="dkk"), expected=Report(1, found, sheet="Ark1"))


def unit_asked_for_as_the_header_says() -> Case:
    return Case(**_year("Skøn (1.000 kr.)", 900, amountUnit="thousandDkk"), expected=Report(1, sheet="Ark1"))


def _usual(api: Api) -> None:
    """Twelve years of some 900,000 kr."""
    lines = [f"KSD;{year};{900_000 + year}" for year in range(2010, 2022)]
    _ksd(api)
    assert upload(api, "budgets", csv("System;År;Skøn", *lines)).status_code == 201


def amounts_a_hundred_times_below_the_usual() -> Case:
    case = _year("Skøn", 900, 950) | {"before": _usual}
    return Case(**case, expected=Report(2, [("C2", "small-amounts")], sheet="Ark1"))


def one_amount_a_hundred_times_below_the_usual() -> Case:
    case = _year("Skøn", 900_000, 800, 4_000_000) | {"before": _usual}
    return Case(**case, expected=Report(3, [("C3", "small-amounts")], sheet="Ark1"))


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
    return Case(content, report, kind="budgets", before=_accounts, form=_PRISME)


def postings_of_one_account() -> Case:
    """They are added up, by year, before the account is shared out."""
    rows = ("42;2026;900", "42;2026;100", "42;2027;50", "77;2026;5", "77;2026;6")
    found: list[Found] = [("A2", "postings-added"), ("A5", "unmapped-account")]
    report = Report(4, found, rows=5)

    def shared_out(api: Api) -> None:
        of_year = {
            system["name"]: [
                line["allocatedDkk"]
                for line in api.read(f"/v1/systems/{system['id']}/budget-lines")["items"]
                if line["fiscalYear"] == 2026
            ]
            for system in api.read("/v1/systems")["items"]
        }
        assert of_year == {"KSD": [400], "Aula": [600]}

    content = text("Konto;År;Bevilling", *rows)
    return Case(content, report, kind="budgets", before=_accounts, form=_PRISME, after=shared_out)


def accounts_of_another_source() -> Case:
    """What one source's accounts pay for says nothing of another's."""
    content = text("Konto;År;Bevilling", "42;2026;1.000.001")
    report = Report(0, [("A2", "unmapped-account")], rows=1)
    return Case(content, report, kind="budgets", before=_accounts, form={"source": "ks"})


def neither_system_nor_account() -> Case:
    return Case(text("År;Bevilling", "2026;1"), Refusal(400, "missing-column", "System"), kind="budgets")


def amounts_that_end_as_a_unit_does() -> Case:
    """621.000 kr. is not 62 times 1.000 kr."""
    amounts = ("621.000 kr.", "101 000 kr", "21000 DKK", "1.000 kr.", "9 621 000 kr.", "31000kr")
    said = [621_000, 101_000, 21_000, 1_000, 9_621_000, 31_000]
    return Case(**_year("Skøn", *amounts), expected=Report(6, sheet="Ark1"), after=_estimates(said))


def units_in_the_cell_that_look_like_amounts() -> Case:
    return Case(
        **_year("Skøn", "900 1.000 kr.", "900 1000 kr."),
        expected=Report(2, sheet="Ark1"),
        after=_estimates([900_000, 900_000]),
    )


def _estimates(wanted: list[int]) -> Callable[[Api], None]:
    def check(api: Api) -> None:
        (system,) = api.read("/v1/systems")["items"]
        lines = api.read(f"/v1/systems/{system['id']}/budget-lines")["items"]
        found = [line["estimatedDkk"] for line in sorted(lines, key=lambda line: line["fiscalYear"])]
        assert found == wanted

    return check


def a_whole_share_as_excel_keeps_it() -> Case:
    """100 % is the number 1 in a cell that shows per cent."""
    content = book(("System", "År", "Skøn", "Konto", "Andel"), ("KSD", 2026, 100, "Z", 1))
    return Case(content, Report(1, sheet="Ark1"), kind="budgets", before=_ksd, form=_PRISME, after=_month(Z=[100]))


def shares_of_one_in_a_hundred() -> Case:
    """Beside a 60 the number 1 is one per cent."""
    rows = [("KSD", 2026, 100, "Z", 60), ("KSD", 2027, 100, "Y", 1)]
    content = book(("System", "År", "Skøn", "Konto", "Andel"), *rows)
    return Case(
        content, Report(2, sheet="Ark1"), kind="budgets", before=_ksd, form=_PRISME, after=_month(Z=[60], Y=[1])
    )


def shares_between_whole_per_cents() -> Case:
    content = book(
        ("System", "År", "Skøn", "Konto", "Andel"), ("KSD", 2026, 100, "Z", 1 / 3), ("KSD", 2026, 1, "Y", 0.4)
    )
    found: list[Found] = [("E2", "rounded-to-per-cent")]
    return Case(
        content, Report(2, found, sheet="Ark1"), kind="budgets", before=_ksd, form=_PRISME, after=_month(Z=[33], Y=[40])
    )


def shares_beyond_the_whole() -> Case:
    content = text("System;År;Skøn;Konto;Andel", "KSD;2026;1.000;42;80 %", "Aula;2026;1.000;42;30,0")
    found: list[Found] = [("E2", "more-than-whole"), ("E3", "more-than-whole")]
    return Case(content, Report(0, found, rejected=2), kind="budgets", before=_two, form=_PRISME, after=_month())


def shares_that_leave_nothing() -> Case:
    content = text("System;År;Skøn;Konto;Andel", "KSD;2026;1.000;42;100", "Aula;2026;1.000;42;")
    return Case(content, Report(1, [("E2", "more-than-whole")], rejected=1), kind="budgets", before=_two)


def shares_that_contradict_each_other() -> Case:
    content = text("System;År;Skøn;Konto;Andel", "KSD;2026;1.000;42;50", "KSD;2027;1.000;42;40")
    return Case(content, Report(1, [("E3", "contradiction")], rejected=1), kind="budgets", before=_ksd)


def a_share_beside_none() -> Case:
    """Who says nothing has what is left."""
    content = text("System;År;Skøn;Konto;Andel", "KSD;2026;1.000;42;60", "Aula;2026;1.000;42;")
    return Case(content, Report(2), kind="budgets", before=_two, form=_PRISME, after=_month(**{"42": [40, 60]}))


def accounts_beside_their_systems_without_shares() -> Case:
    """A file without the column changes none that are known."""
    content = text("System;År;Skøn;Konto", "KSD;2026;1.000;42")
    return Case(
        content,
        Report(1),
        kind="budgets",
        before=_accounts,
        form=_PRISME,
        after=_month(**{"42": [40, 60]}),
    )


def an_account_of_one_more_system() -> Case:
    content = text("System;År;Skøn;Konto", "DUBU;2026;1.000;42")

    def before(api: Api) -> None:
        _accounts(api)
        api.system("DUBU")

    return Case(
        content,
        Report(1, [("D2", "share-unknown")]),
        kind="budgets",
        before=before,
        form=_PRISME,
        after=_month(**{"42": [40, 60]}),
    )


def an_account_that_is_paid_for_in_part() -> Case:
    def before(api: Api) -> None:
        _ksd(api)
        line = ("System;År;Skøn;Konto;Andel", "KSD;2025;1.000;42;70")
        assert upload(api, "budgets", csv(*line), source="prisme").status_code == 201

    content = text("Konto;År;Bevilling", "42;2026;1.000")
    found: list[Found] = [("A2", "partly-mapped-account")]
    return Case(content, Report(1, found), kind="budgets", before=before, form=_PRISME)


def an_impossible_amount_of_a_known_account() -> Case:
    """What is wrong is said once: the system is known by the account."""
    content = text("Konto;År;Bevilling", "42;2026;-5")
    found: list[Found] = [("C2", "negative-amount")]
    report = Report(0, found, rejected=2, rows=1)
    return Case(content, report, kind="budgets", before=_accounts, form=_PRISME)


def _two(api: Api) -> None:
    api.system("KSD")
    api.system("Aula")


def _month(**paid: list[int]) -> Callable[[Api], None]:
    """A later month's file of the same source: what each account's hundred kroner become."""

    def check(api: Api) -> None:
        for account, amounts in paid.items():
            response = upload(api, "budgets", csv("Konto;År;Bevilling", f"{account};2031;100"), **_PRISME)
            assert response.status_code == 201, response.text
            systems = api.read("/v1/systems")["items"]
            lines = [line for one in systems for line in api.read(f"/v1/systems/{one['id']}/budget-lines")["items"]]
            of_account = (line for line in lines if (line["fiscalYear"], line["account"]) == (2031, account))
            assert sorted(line["allocatedDkk"] for line in of_account) == amounts, account

    return check
