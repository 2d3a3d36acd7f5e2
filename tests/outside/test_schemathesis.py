"""Schemathesis finds nothing: no fault of the server, no answer that the document does not have, no door left open.

The sample is part of every run; `make outside` and `make soak` try everything, as everybody.
"""

import pytest

from app.vocabulary import Role
from tests.outside.examination import PHASES, Examination, examine
from tests.support.api import Api
from tests.support.reliability import record

#: Who calls: nobody, every role, and a registrar who is limited to a unit.
CALLERS = ("nobody", *Role, "limited registrar")
_on_sqlite = pytest.mark.parametrize("databases", ["sqlite"], indirect=True)


def headers(api: Api, caller: str) -> dict[str, str]:
    """With the token of the caller: owners are a person, and the limited registrar has the unit of a system."""
    if caller == "nobody":
        return {}
    if caller == Role.ADMIN:
        return {"Authorization": api.client.headers["authorization"]}
    unit = person = None
    if caller == "limited registrar":
        unit = api.read("/v1/systems", limit=1)["items"][0]["unitId"]
    if caller == Role.OWNER:
        person = api.read("/v1/responsibilities", duty="owner", limit=1)["items"][0]["personId"]
    role = Role.REGISTRAR if unit else Role(caller)
    return {"Authorization": api.as_role(role, unit, person).client.headers["authorization"]}


def described(api: Api) -> set[str]:
    """Every operation of the document."""
    paths = api.app.openapi()["paths"]
    return {f"{method.upper()} {path}" for path, item in paths.items() for method in item}


@pytest.fixture
def sampled(sqlite_api: Api) -> Examination:
    unit = sqlite_api.unit()
    sqlite_api.assign(sqlite_api.system(unitId=unit["id"]), sqlite_api.position(2, unit))
    return examine(sqlite_api.app, headers(sqlite_api, Role.ADMIN), phases=("examples", "fuzzing"), examples=1)


def test_a_sample_of_every_operation_holds_what_the_document_promises(sqlite_api: Api, sampled: Examination) -> None:
    assert not sampled.faults, sampled.told()
    assert sampled.operations == described(sqlite_api)


def test_what_lies_at_the_edge_of_a_schema_is_answered_as_the_document_says(sqlite_api: Api) -> None:
    found = examine(sqlite_api.app, headers(sqlite_api, Role.ADMIN), phases=("coverage",), only="^/v1/tokens$")
    assert not found.faults, found.told()


@pytest.mark.soak
@_on_sqlite
@pytest.mark.parametrize("caller", CALLERS)
def test_nothing_is_found_by_whoever_calls(demonstration: Api, caller: str) -> None:
    _examined_whole(demonstration, caller, f"Schemathesis, {caller}, on SQLite")


@pytest.mark.soak
@pytest.mark.parametrize("databases", ["postgresql"], indirect=True)
def test_nothing_is_found_on_postgresql(demonstration: Api) -> None:
    _examined_whole(demonstration, Role.ADMIN, "Schemathesis, admin, on PostgreSQL")


def _examined_whole(api: Api, caller: str, title: str) -> None:
    found = examine(api.app, headers(api, caller), phases=PHASES, examples=10)
    # Shrinking is off, so that what was tried is what is counted.
    statuses = ", ".join(f"{status}: {count}" for status, count in sorted(found.statuses.items()))
    figures = {"Operations": len(found.operations), "Calls": found.calls, "Checks": found.checks}
    record(title, {**figures, "Answers": statuses, "Faults": len(found.faults)})
    assert not found.faults, found.told()
