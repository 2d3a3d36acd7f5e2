"""A dry run writes nothing and takes no lock, and still says what the import does: the same counts and problems."""

from dataclasses import dataclass
from typing import Any

import pytest

from app.vocabulary import Role
from tests.support.api import Api
from tests.support.furnishing import furnished
from tests.support.imports import codes, counts, csv, run, upload

UNITS = ("Enhed;Overordnet enhed", "Ydelser;", "Skoler;", "Folkeskoler;Skoler")
PEOPLE = ("Navn", "Anna Holm", "Bo Lind")
POSITIONS = (
    "Stilling;Enhed;Ledelsesniveau;Refererer til;Leder enheden;Indehaver",
    "Direktør;Ydelser;0;;ja;Anna Holm",
    "Leder;Skoler;1;Direktør;ja;Bo Lind",
    "Lærer;Folkeskoler;3;;nej;",
)
SYSTEMS = (
    "System;Beskrivelse;Enhed;Systemejer;Nøgle;Status",
    "KSD;x;Ydelser;Direktør;1;i drift",
    "Aula;y;Skoler;Leder;2;i drift",
)


@dataclass(frozen=True)
class Case:
    kind: str
    rows: tuple[str, ...]
    codes: tuple[str, ...] = ()


CASES = {
    "unit cycle": Case("units", ("Enhed;Overordnet enhed", "Skoler;Folkeskoler", "Nyt;Skoler"), ("unit-cycle",)),
    "loop by position": Case(
        "positions",
        ("Stilling;Enhed;Refererer til", "Direktør;Ydelser;Leder", "Lærer;Folkeskoler;Leder"),
        ("reporting-loop",),
    ),
    "loop by unit": Case("units", ("Enhed;Overordnet enhed", "Ydelser;Skoler"), ()),
    "holders": Case("positions", ("Stilling;Indehaver", "Direktør;Bo Lind", "Lærer;Anna Holm", "Leder;Ingen")),
    "people": Case("people", ("Navn;Mail", "Anna Holm;anna@example.dk", "Ny;forkert", "Anna Holm;x@example.dk")),
    "systems": Case(
        "systems",
        (
            "System;Beskrivelse;Enhed;Systemejer;Nøgle;Status",
            "KSD;x;Ydelser;Leder;1;planlagt",
            "Aula;ny;Skoler;Direktør;2;i drift",
            "Nyt;;Findes ikke;Leder;3;i drift",
            "Andet;z;Skoler;Lærer;4;i drift",
        ),
    ),
    "owners": Case(
        "responsibilities",
        (
            "System;Ansvar;Stilling;Grundlag;Fra",
            "KSD;eje;Leder;formelt;2026-01-01",
            "KSD;følge;Lærer;formelt;",
            "Aula;udvikle;Direktør;formelt;",
            "Aula;udvikle;Leder;formelt;",
        ),
    ),
    "budgets": Case(
        "budgets",
        (
            "System;År;Art;Bevilling;Budgetholder",
            "KSD;2026;drift;10;Direktør",
            "Aula;2026;drift;x;Leder",
            "Aula;2027;drift;7;Leder",
        ),
    ),
    "contracts": Case("contracts", ("Kontrakt;Systemer", "Fælles;KSD, Aula", "Egen;Aula", "Ingen;", "Ukendt;Nix")),
}


@pytest.fixture
def town(api: Api) -> Api:
    furnished(api, fill)
    return api


def fill(api: Api) -> None:
    for kind, rows in (("units", UNITS), ("people", PEOPLE), ("positions", POSITIONS), ("systems", SYSTEMS)):
        report = run(api, kind, *rows)
        assert report["applied"], report["problems"]


def said(report: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in report.items() if key not in {"id", "applied", "dryRun", "createdAt"}}


@pytest.mark.parametrize("partial", [False, True], ids=["whole", "partial"])
@pytest.mark.parametrize("role", [Role.ADMIN, Role.REGISTRAR], ids=["everywhere", "of a unit"])
@pytest.mark.parametrize("case", CASES.values(), ids=CASES.keys())
def test_a_dry_run_says_what_the_import_does(town: Api, case: Case, role: Role, partial: bool) -> None:
    unit = next(unit for unit in town.read("/v1/units")["items"] if unit["name"] == "Skoler")
    api = town if role is Role.ADMIN else town.as_role(role, unit["id"])
    rehearsed, done = (
        upload(api, case.kind, csv(*case.rows), dryRun=dry_run, partial=partial) for dry_run in (True, False)
    )
    if done.is_success:
        assert (rehearsed.status_code, done.status_code) == (200, 201 if done.json()["applied"] else 200)
        assert said(rehearsed.json()) == said(done.json())
        if role is Role.ADMIN:
            assert set(case.codes) <= {code for _, code in codes(done.json())}
    else:
        assert (rehearsed.status_code, done.status_code) == (403, 403)
        assert rehearsed.json()["detail"] == done.json()["detail"]


def test_each_row_outside_the_unit_is_named_and_the_others_go_in(town: Api) -> None:
    unit = next(unit for unit in town.read("/v1/units")["items"] if unit["name"] == "Skoler")
    registrar = town.as_role(Role.REGISTRAR, unit["id"])
    lines = ("KSD;2026;drift;1;", "Aula;2026;drift;1;Direktør", "Aula;2027;drift;1;Leder")
    edited = ("KSD;ny;;", "Aula;ny;;Ydelser", "Nyt;x;Skoler;")
    for kind, rows, outside in (
        ("systems", ("System;Beskrivelse;Enhed;Brugende enheder", *edited), [2, 3]),
        ("systems", ("System;Enhed", "Aula;Ydelser", "Nyt;Folkeskoler"), [2]),
        ("budgets", ("System;År;Art;Bevilling;Budgetholder", *lines), [2, 3]),
        ("responsibilities", ("System;Ansvar;Stilling", "KSD;følge;Leder", "Aula;følge;Leder"), [2]),
        ("contracts", ("Kontrakt;Systemer", "Fælles;KSD, Aula", "Ingen;", "Egen;Aula"), [2, 3]),
    ):  # fmt: skip
        report = run(registrar, kind, *rows, partial=True)
        assert [row for row, code in codes(report) if code == "outside-unit"] == outside, report["problems"]
        assert (report["rejected"], sum(counts(report).values())) == (len(outside), len(rows) - 1), report["problems"]
    assert [card["name"] for card in town.read("/v1/systems")["items"]] == ["Aula", "KSD", "Nyt"]
