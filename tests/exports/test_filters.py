"""Exports take the filters of the lists."""

from typing import Any

import pytest

from tests.support.api import Api
from tests.support.exports import download, lines


def column(api: Api, file: str, header: str, **params: Any) -> list[str]:
    return [line[header] for line in lines(download(api, file, **params))]


@pytest.fixture
def two_systems(api: Api) -> tuple[dict[str, Any], dict[str, Any]]:
    """Aula of the schools, with a director; KSD of the benefits, with nobody."""
    schools, benefits = api.unit("Skoler"), api.unit("Ydelser")
    aula = api.system("Aula", unitId=schools["id"], criticality="notCritical")
    ksd = api.system("KSD", unitId=benefits["id"], criticality="societyCritical")
    director = api.position(1, schools, title="Skoledirektør")
    api.hold(director, api.person("Åse"), validFrom="2020-01-01")
    api.assign(aula, director, validFrom="2020-01-01")
    return aula, ksd


@pytest.mark.parametrize(
    ("params", "names"),
    [
        ({}, ["Aula", "KSD"]),
        ({"sort": "-name"}, ["KSD", "Aula"]),
        ({"criticality": "societyCritical"}, ["KSD"]),
        ({"criticality": ["societyCritical", "notCritical"], "hasOwner": "true"}, ["Aula"]),
        ({"q": "aul"}, ["Aula"]),
        ({"rule": "OWN001"}, ["KSD"]),
        ({"source": "kitos"}, []),
    ],
)
def test_systems(api: Api, two_systems: Any, params: dict[str, Any], names: list[str]) -> None:
    assert column(api, "systems.csv", "System", **params) == names


def test_findings(api: Api, two_systems: Any) -> None:
    aula, ksd = two_systems
    assert column(api, "findings.csv", "System", rule="OWN001") == ["KSD"]
    assert column(api, "findings.csv", "System", rule="OWN001", systemId=aula["id"]) == []
    api.assign(ksd, api.position(0))
    assert column(api, "findings.csv", "System", rule="OWN001") == []
    assert column(api, "findings.csv", "Lukket", systemId=ksd["id"], state="closed", rule="OWN001") == ["02-03-2026"]


def test_responsibilities(api: Api, two_systems: Any) -> None:
    _, ksd = two_systems
    clerk = api.position(5, title="Medarbejder")
    api.assign(ksd, clerk, "fix", basis="practice", validUntil="2026-03-31")
    api.assign(ksd, clerk, "fix", validFrom="2026-04-01")
    owner, practice, formal = ("Aula", "systemejer"), ("KSD", "fejlrette"), ("KSD", "fejlrette")
    person = api.read("/v1/people")["items"][0]
    for params, expected in (
        ({}, [owner, practice]),
        ({"from": "2026-03-02"}, [owner, practice, formal]),
        ({"from": "2026-03-02", "duty": "fix"}, [practice, formal]),
        ({"to": "2026-03-31"}, [owner, practice]),
        ({"basis": "practice"}, [practice]),
        ({"positionId": clerk["id"], "criticality": "notCritical"}, []),
        ({"positionId": clerk["id"]}, [practice]),
        ({"from": "2026-03-02", "positionId": clerk["id"]}, [practice, formal]),
        ({"personId": person["id"]}, [owner]),
        ({"at": "2026-03-31"}, [owner, practice]),
        ({"at": "2026-04-01"}, [owner, formal]),
    ):
        found = lines(download(api, "responsibilities.csv", **params))
        assert [(line["System"], line["Ansvar"]) for line in found] == expected, params


def test_budgets(api: Api, two_systems: Any) -> None:
    aula, ksd = two_systems
    for year in (2026, 2025, 2027):
        api.budget(ksd, fiscalYear=year)
        api.budget(aula, fiscalYear=year)
    assert column(api, "budgets.csv", "År", criticality="notCritical") == ["2025", "2026", "2027"]
    assert column(api, "budgets.csv", "System", fiscalYear=[2025, 2027]) == ["Aula", "Aula", "KSD", "KSD"]
