"""The number of statements grows with chunks, not with rows."""

from collections.abc import Sequence

import pytest

from tests.support.api import Api
from tests.support.imports import counts, run
from tests.support.statements import counted


def statements_for(api: Api, kind: str, *rows: str, outcome: str) -> int:
    with counted(api) as statements:
        report = run(api, kind, *rows)
    assert counts(report) == {outcome: len(rows) - 1}
    return len(statements)


def assert_no_more(many: Sequence[int], few: Sequence[int]) -> None:
    """Ten times the rows take hardly a statement more."""
    assert all(more <= less + 3 for more, less in zip(many, few, strict=True)), (many, few)


@pytest.fixture
def organised(api: Api) -> Api:
    run(api, "units", "Enhed", "Ydelser", "Skoler")
    run(api, "people", "Navn", "Ida Holm", "Bo Lund")
    run(
        api,
        "positions",
        "Stilling;Enhed;Ledelsesniveau;Indehaver",
        "Chef;Ydelser;2;Ida Holm",
        "Rektor;Skoler;3;Bo Lund",
    )
    return api


def systems(count: int, prefix: str, owner: str = "Chef", version: str = "1") -> list[str]:
    rows = (f"{prefix} {number};x;{version};{owner};Ydelser;Skoler;{prefix}{number}" for number in range(count))
    return ["System;Beskrivelse;Version;Systemejer;Enhed;Brugende enheder;Nøgle", *rows]


def test_systems_with_owners(organised: Api) -> None:
    def cost(count: int, prefix: str) -> tuple[int, int, int]:
        return (
            statements_for(organised, "systems", *systems(count, prefix), outcome="created"),
            statements_for(organised, "systems", *systems(count, prefix), outcome="unchanged"),
            statements_for(organised, "systems", *systems(count, prefix, "Bo Lund", "2"), outcome="updated"),
        )

    few = cost(20, "A")
    # Within one chunk of the evaluation, with those that the owner had before.
    assert_no_more(cost(200, "B"), few)


def test_budgets_and_responsibilities(organised: Api) -> None:
    run(organised, "systems", *systems(200, "A"))

    def cost(count: int, year: int, duty: str) -> tuple[int, int]:
        lines = (f"A {number};{year};drift;10;Chef" for number in range(count))
        held = (f"A {number};{duty};Rektor" for number in range(count))
        return (
            statements_for(organised, "budgets", "System;År;Art;Skøn;Budgetholder", *lines, outcome="created"),
            statements_for(organised, "responsibilities", "System;Ansvar;Stilling", *held, outcome="created"),
        )

    few = cost(20, 2026, "følge")
    assert_no_more(cost(200, 2027, "fejlrette"), few)


def test_the_organisation(api: Api) -> None:
    def cost(count: int, prefix: str) -> tuple[int, int, int]:
        units = (f"{prefix} {number};{prefix} {number // 2}" for number in range(1, count))
        people = (f"{prefix} {number}" for number in range(count))
        positions = (f"{prefix} {number};{prefix} {number};5;{prefix} {number}" for number in range(count))
        return (
            statements_for(api, "units", "Enhed;Overordnet enhed", f"{prefix} 0;", *units, outcome="created"),
            statements_for(api, "people", "Navn", *people, outcome="created"),
            statements_for(api, "positions", "Stilling;Enhed;Ledelsesniveau;Indehaver", *positions, outcome="created"),
        )

    few = cost(30, "A")
    assert_no_more(cost(300, "B"), few)


def test_contracts(organised: Api) -> None:
    run(organised, "systems", *systems(200, "A"))

    def cost(count: int, prefix: str) -> tuple[int]:
        rows = (f'{prefix} {number};"A {number}, A 0"' for number in range(1, count))
        return (statements_for(organised, "contracts", "Kontrakt;Systemer", *rows, outcome="created"),)

    few = cost(20, "B")
    assert_no_more(cost(200, "C"), few)
