"""A large file is worked out beside the lock: others go on, and what they do meanwhile is not overlooked."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.exc import ProgrammingError

from app.imports import service
from app.imports.choices import ImportKind
from app.imports.request import ImportRequest, Sender
from app.imports.schemas import ImportOptions, ImportReport
from app.journal.append import Author
from app.register import preparing
from app.register.audit.verification import audit
from app.register.preparing import Prepared
from tests.support.api import Api
from tests.support.furnishing import furnished
from tests.support.imports import csv, run
from tests.support.refusals import everything

SENDER = Sender(Author("fil"))
ROWS = (
    "System;Beskrivelse;Kritikalitet;Status;Systemejer;Nøgle",
    "KSD;ny;samfundskritisk;i drift;Chef;1",
    "Aula;y;forretningskritisk;i drift;Leder;2",
    "Nyt;z;samfundskritisk;i drift;Chef;3",
)
Meanwhile = Callable[[Api, dict[str, Any]], object]


@pytest.fixture(autouse=True)
def every_file_is_large(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(service, "_FEW", 0)


@pytest.fixture
def town(api: Api) -> dict[str, Any]:
    return furnished(api, fill)


def fill(api: Api) -> dict[str, Any]:
    unit = api.unit("Ydelser")
    made = {name: api.position(level, unit, title=name) for level, name in ((2, "Chef"), (3, "Leder"), (1, "Direktør"))}
    for name, owner, key in (("KSD", "Leder", "1"), ("Andet", "Leder", None), ("Egen", "Direktør", None)):
        system = api.system(name=name, unitId=unit["id"], **({"source": "api", "externalId": key} if key else {}))
        api.assign(system, made[owner], "owner")
        made[name] = system
    return {**made, "unit": unit}


def brought_in(api: Api, town: dict[str, Any], meanwhile: Meanwhile | None) -> tuple[ImportReport, int]:
    """The report, and how often the file was worked out. `meanwhile`: what others do before the lock."""
    register, times = api.register, 0
    request = ImportRequest(csv(*ROWS), ImportOptions(kind=ImportKind.SYSTEMS, source="api"), "systemer.csv")

    def conclude(action: Callable[..., ImportReport], prepared: Prepared | None) -> ImportReport:
        nonlocal times
        times += 1
        if times == 1 and meanwhile is not None:
            meanwhile(api, town)
        assert prepared is not None
        return register.write_prepared(SENDER.author, prepared, action, SENDER.conclude)

    report = service.import_file(register, SENDER, request, service.read(register, request), conclude)
    return report, times


def is_in_order(api: Api) -> bool:
    """Whether the journal says what the tables say, digests included, and cards what follows from them."""
    api.read("/v1/systems")
    with api.register.database.reading() as session:
        return audit(api.register, session).valid


BESIDE: dict[str, Meanwhile] = {
    "nothing": lambda _api, _town: None,
    "a system is made": lambda api, _town: api.system(name="Et fjerde"),
    "the system of another owner": lambda api, town: api.patch(f"/v1/systems/{town['Egen']['id']}", {"notes": "x"}),
    "a duty of another owner's": lambda api, town: api.assign(town["Egen"], town["Direktør"], "fix"),
}
INTO_IT: dict[str, Meanwhile] = {
    "the same system": lambda api, town: api.patch(f"/v1/systems/{town['KSD']['id']}", {"notes": "x"}),
    "another of the owner's systems": lambda api, town: api.patch(
        f"/v1/systems/{town['Andet']['id']}", {"lifecycle": "retired", "phasedOutOn": "2026-01-01"}
    ),
    "the owner gets another one": lambda api, town: api.assign(
        api.system(name="Et fjerde", lifecycle="inOperation"), town["Chef"], "owner"
    ),
    "one of the same name": lambda api, _town: api.system(name="Nyt"),
    "one of the same key": lambda api, _town: api.system(name="Et fjerde", source="api", externalId="3"),
    "one takes the name": lambda api, town: api.patch(f"/v1/systems/{town['Egen']['id']}", {"name": "Aula"}),
    "the organisation": lambda api, town: api.patch(f"/v1/positions/{town['Leder']['id']}", {"managementLevel": 4}),
    "the policy": lambda api, _town: api.put("/v1/policy", {**api.read("/v1/policy"), "maxSystemsPerPosition": 3}),
    "the day": lambda api, _town: api.time.advance(days=1),
}


@pytest.mark.parametrize("meanwhile", BESIDE.values(), ids=BESIDE.keys())
def test_others_go_on_meanwhile(api: Api, town: dict[str, Any], meanwhile: Meanwhile) -> None:
    report, times = brought_in(api, town, meanwhile)
    assert (report.created, report.updated, report.applied, times) == (2, 1, True, 1)
    assert is_in_order(api)


@pytest.mark.parametrize("meanwhile", INTO_IT.values(), ids=INTO_IT.keys())
def test_what_has_to_do_with_the_file_makes_it_worked_out_again(
    api: Api, town: dict[str, Any], meanwhile: Meanwhile
) -> None:
    report, times = brought_in(api, town, meanwhile)
    assert (report.applied, times) == (True, 2)
    assert is_in_order(api)


def test_everything_is_as_old_as_the_write(api: Api, town: dict[str, Any]) -> None:
    def later(api: Api, _town: dict[str, Any]) -> None:
        api.time.advance(minutes=5)
        api.system(name="Et fjerde")
        api.time.advance(minutes=5)

    _, times = brought_in(api, town, later)
    assert times == 1
    new, changed = (api.read("/v1/systems", q=name)["items"][0] for name in ("Nyt", "KSD"))
    entry = api.read("/v1/changes", limit=200)["items"][-1]
    assert {new["createdAt"], new["updatedAt"], changed["updatedAt"], entry["at"]} == {entry["at"]}
    assert {finding["openedAt"] for finding in new["findings"]} == {entry["at"]}
    assert changed["createdAt"] < entry["at"]
    assert new["revision"] == changed["revision"] == entry["revision"]


def test_what_was_worked_out_and_not_wanted_leaves_nothing(api: Api, town: dict[str, Any]) -> None:
    def cancel(_api: Api, _town: dict[str, Any]) -> None:
        raise KeyError

    before = everything(api)
    with pytest.raises(KeyError):
        brought_in(api, town, cancel)
    assert everything(api) == before


def test_where_no_temporary_tables_may_be_made_the_file_goes_in_inside_the_lock(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise ProgrammingError("CREATE TEMPORARY TABLE", None, Exception("permission denied"))

    monkeypatch.setattr(preparing, "cast_shadows", refuse)
    assert run(api, "systems", "System;Beskrivelse", "KSD;x")["created"] == 1
    assert is_in_order(api)
