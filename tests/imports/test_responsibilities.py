"""Importing responsibilities."""

from typing import Any

import pytest

from tests.support.api import Api
from tests.support.imports import codes, counts, csv, revision, run, upload

HEAD = "System;Ansvar;Stilling;Grundlag;Fra;Til"


@pytest.fixture
def system(api: Api) -> dict[str, Any]:
    unit = api.unit("Ydelser")
    api.position(2, unit, title="Chef")
    api.position(4, unit, title="Teamleder")
    return api.system("KSD")


def recorded(api: Api, system: dict[str, Any]) -> list[tuple[str, str, str, str | None]]:
    titles = {position["id"]: position["title"] for position in api.read("/v1/positions")["items"]}
    items = api.read(f"/v1/systems/{system['id']}/responsibilities")["items"]
    return sorted((row["duty"], titles[row["positionId"]], row["validFrom"], row["validUntil"]) for row in items)


def test_responsibilities_come_in(api: Api, system: dict[str, Any]) -> None:
    rows = (HEAD, "KSD;Systemejer;Chef;formelt;01-01-2025;", "KSD;fejlrette;Teamleder;i praksis;;", "KSD;følge;Chef;;;")
    assert counts(run(api, "responsibilities", *rows)) == {"created": 3}
    assert recorded(api, system) == [
        ("fix", "Teamleder", "2026-03-02", None),
        ("monitor", "Chef", "2026-03-02", None),
        ("owner", "Chef", "2025-01-01", None),
    ]
    before = revision(api)
    assert counts(run(api, "responsibilities", *rows)) == {"unchanged": 3}
    assert revision(api) == before


def test_a_row_without_dates_means_the_one_in_force(api: Api, system: dict[str, Any]) -> None:
    run(api, "responsibilities", HEAD, "KSD;systemejer;Chef;;01-01-2025;")
    api.time.advance(days=5)
    assert counts(run(api, "responsibilities", HEAD, "KSD;systemejer;Chef;;;")) == {"unchanged": 1}


def test_a_period_is_changed_in_place(api: Api, system: dict[str, Any]) -> None:
    run(api, "responsibilities", HEAD, "KSD;systemejer;Chef;;01-01-2025;")
    assert counts(run(api, "responsibilities", HEAD, "KSD;systemejer;Chef;;01-02-2025;31-12-2026")) == {"updated": 1}
    assert recorded(api, system) == [("owner", "Chef", "2025-02-01", "2026-12-31")]


def test_a_later_period_is_one_of_its_own(api: Api, system: dict[str, Any]) -> None:
    run(api, "responsibilities", HEAD, "KSD;følge;Chef;;01-01-2025;31-12-2025")
    rows = (HEAD, "KSD;følge;Chef;;01-01-2025;31-12-2025", "KSD;følge;Chef;;01-01-2026;")
    assert counts(run(api, "responsibilities", *rows)) == {"created": 1, "unchanged": 1}


def test_one_owner_can_follow_another_in_one_file(api: Api, system: dict[str, Any]) -> None:
    run(api, "responsibilities", HEAD, "KSD;systemejer;Chef;;01-01-2025;")
    rows = (HEAD, "KSD;systemejer;Teamleder;;01-04-2026;", "KSD;systemejer;Chef;;01-01-2025;31-03-2026")
    assert counts(run(api, "responsibilities", *rows)) == {"created": 1, "updated": 1}
    assert counts(run(api, "responsibilities", *rows)) == {"unchanged": 2}


def test_a_second_owner_at_the_same_time_is_told(api: Api, system: dict[str, Any]) -> None:
    run(api, "responsibilities", HEAD, "KSD;systemejer;Chef;;01-01-2025;")
    report = run(api, "responsibilities", HEAD, "KSD;systemejer;Teamleder;;;")
    assert codes(report) == [(2, "owner-overlap")]
    assert "»Chef, Ydelser«" in report["problems"][0]["detail"]


def test_two_owners_at_once_in_the_file_are_told(api: Api, system: dict[str, Any]) -> None:
    rows = ("KSD;systemejer;Chef;;01-01-2025;", "KSD;systemejer;Teamleder;;01-01-2024;31-01-2025")
    report = run(api, "responsibilities", HEAD, *rows)
    assert codes(report) == [(3, "owner-overlap")]
    assert "række 2" in report["problems"][0]["detail"]


def test_owners_in_practice_may_be_several(api: Api, system: dict[str, Any]) -> None:
    rows = ("KSD;systemejer;Chef;i praksis;;", "KSD;systemejer;Teamleder;i praksis;;")
    assert counts(run(api, "responsibilities", HEAD, *rows)) == {"created": 2}


def test_the_same_responsibility_twice_is_told(api: Api, system: dict[str, Any]) -> None:
    report = run(api, "responsibilities", HEAD, "KSD;følge;Chef;;;", "ksd;følge;Chef;formelt;;")
    assert codes(report) == [(3, "repeated-key")]
    assert "række 2" in report["problems"][0]["detail"]


def test_a_row_that_fits_several_periods_is_told(api: Api, system: dict[str, Any]) -> None:
    run(api, "responsibilities", HEAD, "KSD;følge;Chef;;01-01-2025;31-03-2026", "KSD;følge;Chef;;01-05-2026;")
    report = run(api, "responsibilities", HEAD, "KSD;følge;Chef;;01-02-2025;")
    assert codes(report) == [(2, "ambiguous-match")]
    assert counts(run(api, "responsibilities", HEAD, "KSD;følge;Chef;;;")) == {"unchanged": 1}


def test_what_is_missing_or_backwards_is_told(api: Api, system: dict[str, Any]) -> None:
    rows = ("KSD;;;;;", "KSD;følge;Chef;;02-01-2026;01-01-2026", "Månen;følge;Chef;;;")
    report = run(api, "responsibilities", HEAD, *rows)
    assert codes(report) == [(2, "missing"), (2, "missing"), (3, "backwards-period"), (4, "unknown-reference")]


def test_file_that_names_the_responsibility_changes_that_one_and_passes_over_the_stretch(sqlite_api: Api) -> None:
    api = sqlite_api
    chief = api.position(2, title="Chef")
    api.position(3, title="Leder")
    api.system("KSD", source="import", externalId="KSD")
    run(api, "responsibilities", "System;Ansvar;Stilling;Fra", "KSD;fejlrette;Chef;01-01-2025")
    (held,) = api.read("/v1/responsibilities", at="2026-03-02")["items"]
    head = "System;Ansvar;Stilling;Fra;Til;Ansvar fra;Ansvar til;Ansvarets id"

    def row(position: str, ends: str, stretch: str = "01-02-2025;28-02-2025") -> str:
        return f"KSD;fejlrette;{position};{stretch};01-01-2025;{ends};{held['responsibilityId']}"

    # Two stretches of it, which say the same of it: one change.
    both = run(api, "responsibilities", head, row("Leder", "30-06-2026"), row("Leder", "30-06-2026", "01-03-2025;"))
    assert counts(both) == {"updated": 1, "unchanged": 1}
    (changed,) = api.read("/v1/responsibilities", at="2026-03-02")["items"]
    assert changed["responsibilityId"] == held["responsibilityId"]
    assert (changed["positionTitle"], changed["responsibilityFrom"]) == ("Leder", "2025-01-01")
    assert changed["responsibilityUntil"] == "2026-06-30"
    assert chief["id"] == held["positionId"] != changed["positionId"]
    # Two that contradict each other: nothing is written.
    content = csv(head, row("Leder", "31-07-2026"), row("Chef", "31-07-2026"))
    before = revision(api)
    assert codes(upload(api, "responsibilities", content).json()) == [(3, "contradiction"), (3, "past-changed")]
    assert revision(api) == before


def test_new_row_of_a_file_that_names_responsibilities_says_its_period_either_way(
    api: Api, system: dict[str, Any]
) -> None:
    head = "System;Ansvar;Stilling;Grundlag;Fra;Til;Ansvar fra;Ansvar til;Ansvarets id"
    rows = (head, "KSD;følge;Chef;formelt;01-01-2025;31-12-2025;;;", "KSD;fejlrette;Chef;formelt;;;01-02-2025;;")
    assert counts(run(api, "responsibilities", *rows)) == {"created": 2}
    assert recorded(api, system) == [
        ("fix", "Chef", "2025-02-01", None),
        ("monitor", "Chef", "2025-01-01", "2025-12-31"),
    ]
    # Where the responsibility's own period is said, that of a person beside it ends nothing.
    own = (head, "KSD;udvikle;Chef;formelt;01-03-2025;30-06-2025;01-03-2025;;")
    assert counts(run(api, "responsibilities", *own)) == {"created": 1}
    assert ("develop", "Chef", "2025-03-01", None) in recorded(api, system)


def test_a_change_of_who_answered_earlier_is_told(api: Api, system: dict[str, Any]) -> None:
    run(api, "responsibilities", HEAD, "KSD;følge;Chef;;01-01-2025;", "KSD;fejlrette;Chef;;;")
    held = {row["duty"]: row["responsibilityId"] for row in api.read("/v1/responsibilities", at="2026-03-02")["items"]}
    head = "System;Ansvar;Stilling;Ansvarets id"
    rows = (f"KSD;følge;Teamleder;{held['monitor']}", f"KSD;fejlrette;Teamleder;{held['fix']}")
    report = run(api, "responsibilities", head, *rows)
    assert (counts(report), codes(report)) == ({"updated": 2}, [(2, "past-changed")])
    assert "siden 01-01-2025" in report["problems"][0]["detail"]
