"""What was taken out of one register, and moved into another, is the same there."""

from datetime import date, timedelta
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import run_state_machine_as_test

from app.moving.leaving import write_folder
from app.moving.manifest import MANIFEST
from app.moving.tables import MOVED
from app.register.policy import current_policy
from tests.moving.moves import cards_of, empty_register, files_in, lines_in, moved_in, require_equal, taken_out
from tests.promises.machine import RegisterMachine
from tests.support.api import Api, open_api
from tests.support.databases import Databases, PostgresDatabases, SqliteDatabases
from tests.support.extent import sampled
from tests.support.properties import LONG

QUICK = settings(
    max_examples=3, stateful_step_count=15, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True
)


@pytest.fixture
def elsewhere(
    databases: Databases, sqlite_databases: SqliteDatabases, postgres_databases: PostgresDatabases
) -> Databases:
    """Databases of the other kind."""
    return postgres_databases if databases is sqlite_databases else sqlite_databases


@pytest.mark.parametrize("keep_ids", sampled([True, False], {True}))
def test_demonstration_is_the_same_on_the_other_database(
    demonstration: Api, elsewhere: Databases, keep_ids: bool
) -> None:
    with empty_register(elsewhere) as other:
        report = moved_in(other, taken_out(demonstration.register), keep_ids=keep_ids)
        assert report.rows["system"] == report.evaluated == len(cards_of(demonstration.register))
        require_equal(demonstration.register, other, keep_ids=keep_ids)


class MovingMachine(RegisterMachine):
    """Random days of a register; at the end it moves. `elsewhere` is set by the test that runs the machine."""

    elsewhere: Databases

    def teardown(self) -> None:
        with self.stack:
            register = self.workers[0].register
            for keep_ids in (True, False):
                with empty_register(self.elsewhere, self.workers[0].time.instant) as other:
                    moved_in(other, taken_out(register), keep_ids=keep_ids)
                    require_equal(register, other, keep_ids=keep_ids)


def moving_machine(databases: Databases, elsewhere: Databases) -> type[MovingMachine]:
    return type("Machine", (MovingMachine,), {"databases": databases, "elsewhere": elsewhere})


def test_whatever_a_register_holds_moves(databases: Databases, elsewhere: Databases) -> None:
    run_state_machine_as_test(moving_machine(databases, elsewhere), settings=QUICK)


@pytest.mark.soak
def test_whatever_a_register_holds_moves_for_long(databases: Databases, elsewhere: Databases) -> None:
    run_state_machine_as_test(moving_machine(databases, elsewhere), settings=LONG)


def test_a_file_names_rows_by_keys_and_keeps_findings_ages(api: Api) -> None:
    unit = api.unit("Ældre", source="hr/a", externalId="1")
    team = api.unit("Team", parentId=unit["id"])
    system = api.system(unitId=team["id"], usingUnitIds=[unit["id"]])
    lines = lines_in(taken_out(api.register))
    above, below = lines["unit.jsonl"]
    assert (above["key"], below["key"], below["parent"]) == ("hr%2Fa/1", "unit-2", "hr%2Fa/1")
    (moved,) = lines["system.jsonl"]
    assert (moved["id"], moved["unit"], moved["usingUnits"]) == (system["id"], "unit-2", ["hr%2Fa/1"])
    assert moved["createdAt"] == "2026-03-02T09:00:00Z"
    assert {finding["openedAt"] for finding in lines["finding.jsonl"]} == {"2026-03-02T09:00:00Z"}


def test_manifest_says_what_each_file_is(sqlite_api: Api) -> None:
    sqlite_api.unit()
    files = files_in(taken_out(sqlite_api.register))
    manifest = orjson.loads(files[MANIFEST])
    assert (manifest["format"], manifest["day"]) == (1, "2026-03-02")
    assert manifest["revision"] == sqlite_api.register.edition().revision
    assert [file["name"] for file in manifest["files"]] == [moved.file for moved in MOVED]
    assert {file["name"]: file["rows"] for file in manifest["files"]}["unit.jsonl"] == 1


def test_tokens_sessions_and_journal_stay_behind(sqlite_api: Api) -> None:
    sqlite_api.unit()
    whole = b"".join(files_in(taken_out(sqlite_api.register)).values())
    assert b"secret" not in whole
    assert b"token" not in whole


def test_a_folder_is_as_good_as_an_archive(sqlite_api: Api, sqlite_databases: SqliteDatabases, tmp_path: Path) -> None:
    sqlite_api.system(unitId=sqlite_api.unit()["id"])
    write_folder(sqlite_api.register, tmp_path)
    (tmp_path / ".DS_Store").write_bytes(b"of the computer's own")
    with empty_register(sqlite_databases) as other:
        moved_in(other, tmp_path, keep_ids=True)
        require_equal(sqlite_api.register, other, keep_ids=True)


def test_a_unit_moves_below_one_that_was_made_later(api: Api, databases: Databases) -> None:
    first = api.unit()
    later = api.unit()
    api.patch(f"/v1/units/{first['id']}", {"parentId": later["id"]})
    old = api.system()
    new = api.system()
    api.patch(f"/v1/systems/{old['id']}", {"successorId": new["id"]})
    with empty_register(databases) as other:
        moved_in(other, taken_out(api.register))
        require_equal(api.register, other, keep_ids=False)


def test_an_erased_person_stays_erased(api: Api, databases: Databases) -> None:
    person = api.person("Agnete Borte", leavesOn="2026-01-31")
    assert api.post(f"/v1/people/{person['id']}/erasure").status_code == 200
    with empty_register(databases) as other:
        moved_in(other, taken_out(api.register), keep_ids=True)
        require_equal(api.register, other, keep_ids=True)


def test_rows_say_when_they_were_made_in_the_past_too(api: Api, databases: Databases) -> None:
    contract = api.make("/v1/contracts", {"name": "K"})
    content = taken_out(api.register)
    with empty_register(databases, api.time.instant + timedelta(days=3)) as other:
        moved_in(other, content, keep_ids=True)
        moved = open_api(other.database.url.render_as_string(hide_password=False), other.clock.now())
        try:
            assert moved.read(f"/v1/contracts/{contract['id']}")["createdAt"] == contract["createdAt"]
            entry = created(moved, contract["id"])
            assert entry["at"] == "2026-03-05T09:00:00Z"
            assert moved.post(f"/v1/changes/{entry['revision']}/revert").status_code == 200
            assert moved.get(f"/v1/contracts/{contract['id']}").status_code == 404
        finally:
            moved.register.database.dispose()


def created(api: Api, row_id: str) -> dict[str, Any]:
    (entry,) = api.read("/v1/changes", resourceId=row_id)["items"]
    found: dict[str, Any] = entry
    return found


def test_what_holds_no_more_on_the_new_day_is_closed_then(api: Api, databases: Databases) -> None:
    """The rules run on the day of the move; a finding that has nothing to stand on any more ends with it."""
    api.system(unitId=api.unit()["id"], lifecycle="phasingOut", phasedOutOn="2026-03-20")
    content = taken_out(api.register)
    with empty_register(databases, api.time.instant + timedelta(days=40)) as other:
        moved_in(other, content)
        (card,) = cards_of(other)
        assert {finding["openedAt"][:10] for finding in card["findings"]} >= {"2026-03-02"}
        assert other.evaluate().cards == 0
        assert other.clock.today() == date(2026, 4, 11)


def test_a_dry_run_says_what_would_be_there_and_writes_nothing(api: Api, databases: Databases) -> None:
    api.system()
    content = taken_out(api.register)
    with empty_register(databases) as other:
        told = list[tuple[int, int]]()
        assert moved_in(other, content, dry_run=True).rows["system"] == 1
        assert cards_of(other) == []
        assert moved_in(other, content, progress=lambda done, total: told.append((done, total))).evaluated == 1
        assert len(cards_of(other)) == 1


def test_roles_of_kitos_move_with_the_policy(api: Api, elsewhere: Databases) -> None:
    said = {"Dataejer": "monitor", "Changemanager": None}
    assert api.put("/v1/policy", {"kitosRoles": said}).status_code == 200
    with empty_register(elsewhere) as other:
        moved_in(other, taken_out(api.register))
        with other.database.reading() as session:
            assert current_policy(session)[1].kitos_roles == said
