"""What was changed behind the register's back is named: every journaled table, and all that follows from them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from app.core import migrate
from app.journal.append import Author
from app.models import RESOURCES, Waiver
from app.vocabulary import Role
from tests.support.api import MONDAY, Api, open_api
from tests.support.databases import Databases

Json = dict[str, Any]


@dataclass(frozen=True)
class Deed:
    """`statement` is SQL; `named`: what the problem begins with."""

    statement: str
    named: str


def _set(table: str, change: str, named: str | None = None) -> Deed:
    return Deed(f"UPDATE {table} SET {change} WHERE {{first:{table}}}", named or table)


def _delete(table: str, named: str | None = None) -> Deed:
    return Deed(f"DELETE FROM {table} WHERE {{first:{table}}}", named or table)


def _erased(change: str) -> Deed:
    return Deed(f"UPDATE person SET {change} WHERE erased_on IS NOT NULL", "person")


#: Versions of a system that was deleted.
_OF_GONE = "known_until IS NOT NULL AND system_id NOT IN (SELECT id FROM system)"
_JOURNALED = sorted(str(table.__tablename__) for table in RESOURCES.values())
#: A value of every journaled table that somebody could want to be another.
CHANGED = [
    _set("unit", "name = 'Anden enhed'"),
    _set("unit", "name_sort = 'x'"),
    _set("unit", "on_call_phone = '99 99 99 99'"),
    _set("position", "management_level = 1 - management_level"),
    _set("position", "budget_authority = 'no'"),
    _set("person", "phone = '99 99 99 99'"),
    _set("person", "name = 'En Anden'"),
    _set("person", "leaves_on = '2027-01-01'"),
    _set("tenure", "valid_from = '2020-01-01'"),
    _set("absence", "valid_until = '2026-12-31'"),
    _set("system", "criticality = 'notCritical'"),
    _set("system", "notes = 'Intet at se'"),
    _set("system", "created_at = '2020-01-01 00:00:00'"),
    _set("responsibility", "position_id = (SELECT min(id) FROM position)"),
    _set("responsibility", "duty = 'retire'"),
    _set("budget_line", "allocated_dkk = 1000000"),
    _set("contract", "ends_on = '2030-01-01'"),
    _set("handover", "outcome = 'accepted'"),
    _set("dispute", "reason = 'En anden grund'"),
    _set("attestation", "insight = 'no'"),
    _set("attestation", "answered_by = 'En Anden'"),
    _set("attestation_request", "due = '2030-01-01'"),
    _set("attestation_campaign", "due = '2030-01-01'"),
    _set("policy_version", "settings = '{}'"),
    _set("access_token", "role = 'admin'"),
    _set("access_token", "unit_id = NULL"),
    _set("access_token", "expires_on = '2099-01-01'"),
    _set("access_token", "secret_hash = 'planted'"),
    _set("waiver", "until = '2099-01-01'"),
    _set("waiver", "rule = 'another'"),
    # ------------------------------------------------------------ an erased person
    _erased("email = 'forhen@kommune.example'"),
    _erased("phone = '11 22 33 44'"),
    _erased("name = 'Person Forhen', name_sort = 'person forhen', name_search = 'person forhen'"),
    _erased("name = 'Tidligere borgmester'"),
    # ------------------------------------------------------------ rows that are gone, and rows that nobody wrote
    _delete("budget_line"),
    _delete("absence"),
    _delete("dispute"),
    _delete("access_token"),
    _delete("system_using_unit", "system"),
    _delete("contract_system", "contract"),
    Deed(
        "INSERT INTO contract_system (contract_id, system_id) "
        "SELECT min(contract.id), max(system.id) FROM contract, system",
        "contract",
    ),
    Deed(
        "INSERT INTO absence (id, created_at, updated_at, person_id, valid_from) "
        "SELECT '01890a5d-ac96-774b-bcce-b302099a8057', created_at, updated_at, id, '2026-03-02' FROM person "
        "ORDER BY id LIMIT 1",
        "absence",
    ),
    # ------------------------------------------------------------ what follows: cards, findings, the past
    _set("card", "owner_level = 1 - coalesce(owner_level, 0)"),
    _set("card", "body = replace(body, 'KSD', 'KMD')"),
    _set("card", "criticality_rank = 9"),
    _set("card", "search_text = 'x', name_sort = 'a'"),
    _delete("card"),
    _set("finding", "severity = 'low'"),
    _set("finding", "message = 'Alt er i orden'"),
    _set("finding", "closed_at = opened_at"),
    _delete("finding"),
    _set("finding", "opened_revision = 1"),
    _set("finding", "closed_revision = 1"),
    Deed("UPDATE finding SET closed_revision = NULL WHERE closed_at IS NOT NULL", "finding"),
    Deed("UPDATE finding SET closed_revision = 1 WHERE closed_at IS NOT NULL", "finding"),
    Deed("UPDATE card_version SET owner_level = 0 WHERE known_until IS NOT NULL", "card_version"),
    Deed("UPDATE card_version SET body = replace(body, 'KSD', 'KMD') WHERE known_until IS NOT NULL", "card_version"),
    Deed("UPDATE card_version SET known_from = '2026-01-01 00:00:00' WHERE known_until IS NOT NULL", "card_version"),
    Deed("UPDATE card_version SET known_until = '2026-01-01 00:00:00' WHERE known_until IS NOT NULL", "card_version"),
    Deed("DELETE FROM card_version", "card_version"),
    Deed("DELETE FROM card_version WHERE known_until IS NOT NULL", "card_version"),
    Deed("UPDATE card_holding SET duty = 'retire' WHERE {first:card_holding}", "card_holding"),
    _delete("card_holding"),
    Deed("UPDATE finding_version SET message = 'Alt er i orden' WHERE {first:finding_version}", "finding_version"),
    Deed("DELETE FROM finding_version", "finding_version"),
    Deed("UPDATE holder_stretch SET person_id = NULL WHERE person_id IS NOT NULL", "holder_stretch"),
    Deed("DELETE FROM holder_stretch", "holder_stretch"),
    Deed("DELETE FROM journal_personal_value", "person"),
    Deed("UPDATE finding_version SET known_until = known_from WHERE known_until IS NULL", "finding_version"),
    Deed(f"UPDATE card_version SET known_until = '2026-03-02 08:30:00' WHERE {_OF_GONE}", "card_version"),
    Deed(f"UPDATE finding_version SET known_until = '2026-03-02 08:30:00' WHERE {_OF_GONE}", "finding_version"),
    Deed("UPDATE holder_stretch SET known_until = known_from WHERE known_until IS NOT NULL", "holder_stretch"),
    Deed("UPDATE holder_stretch SET known_until = '2099-01-01' WHERE known_until IS NOT NULL", "holder_stretch"),
    # ------------------------------------------------------------ accounts of people who leave
    Deed("UPDATE former_login SET ended_on = '2099-01-01' WHERE person_id IS NOT NULL", "former_login"),
    Deed("UPDATE former_login SET digest = 'planted' WHERE person_id IS NOT NULL", "former_login"),
    Deed("UPDATE former_login SET person_id = (SELECT min(id) FROM person)", "former_login"),
    Deed(
        "DELETE FROM former_login WHERE id = (SELECT min(id) FROM former_login WHERE person_id IS NOT NULL)",
        "former_login",
    ),
    # ------------------------------------------------------------ the register's own row
    Deed("UPDATE register_state SET evaluated_on = '9998-12-31'", "register_state"),
    Deed("UPDATE register_state SET meaning = meaning + 1", "register_state"),
    Deed("UPDATE register_state SET written_at = '2099-01-01 00:00:00'", "register_state"),
    Deed("UPDATE register_state SET written_at = NULL", "register_state"),
    Deed("UPDATE register_state SET organisation_revision = 1", "register_state"),
    Deed("UPDATE register_state SET organisation_revision = revision", "register_state"),
    Deed("UPDATE register_state SET erasures = 1000", "register_state"),
    *(
        _set(table, f"{stamp} = '2020-01-01 00:00:00'")
        for table in _JOURNALED
        for stamp in ("created_at", "updated_at")
    ),
]
#: What SQLite takes and no other database: values that are not of their column's type.
UNREADABLE = [
    _set("person", "leaves_on = 'garbage'"),
    _set("unit", "created_at = 'garbage'"),
    _set("system", "personal_data = 'garbage'"),
    _set("absence", "valid_from = 5"),
    _set("unit", "name = CAST(x'00' AS BLOB)"),
    _set("finding", "evidence = 'garbage'"),
    Deed("UPDATE card_version SET body = 'tampered' WHERE known_until IS NOT NULL", "card_version"),
    Deed("UPDATE holder_stretch SET valid_until = 'garbage'", "holder_stretch"),
    Deed("UPDATE register_state SET evaluated_on = 'garbage'", "register_state"),
]


@pytest.fixture
def town(databases: Databases) -> Iterator[Api]:
    """One of everything, and a past; built once and copied."""
    with databases.copy_of("tampering", _build) as url:
        api = open_api(url, MONDAY + timedelta(hours=2))
        yield api
        api.register.database.dispose()


def _build(url: str) -> None:
    migrate.upgrade(url)
    api = open_api(url)
    _furnish(api)
    api.register.database.dispose()


def _furnish(api: Api) -> None:
    top = api.unit("Direktion")
    unit = api.unit("Ydelser", parentId=top["id"], onCallName="Vagten", onCallPhone="70 10 20 30")
    above, leader = api.position(1, top, leadsUnit=True), api.position(3, unit, leadsUnit=True, budgetAuthority="yes")
    people = [api.person(), api.person()]
    for position, person in zip((above, leader), people, strict=True):
        api.hold(position, person)
    api.make(f"/v1/people/{people[1]['id']}/absences", {"from": "2026-08-01"})
    values = {"unitId": unit["id"], "usingUnitIds": [top["id"]], "criticality": "businessCritical"}
    system = api.system("KSD", lifecycle="inOperation", **values)
    other = api.system("KSD 2", lifecycle="inOperation", unitId=unit["id"])
    api.assign(system, leader)
    api.assign(other, leader)
    api.budget(system, estimatedDkk=100, allocatedDkk=50)
    api.make("/v1/contracts", {"name": "K", "endsOn": "2026-12-31", "systemIds": [system["id"]]})
    api.make("/v1/attestation-campaigns", {"due": "2026-04-01"})
    answers = {"confirmsOwnership": True, "insight": "yes", "time": "yes", "money": "yes"}
    api.make(f"/v1/systems/{system['id']}/attestations", answers)
    api.make(f"/v1/systems/{system['id']}/handovers", {"duty": "owner", "toPositionId": above["id"]})
    dispute = {"duty": "owner", "namesPositionId": above["id"], "reason": "Ikke os."}
    api.make(f"/v1/systems/{other['id']}/disputes", dispute)
    api.make("/v1/tokens", {"name": "t", "role": "registrar", "unitId": unit["id"], "expiresOn": "2026-12-31"})
    api.put("/v1/policy", {"attestationWithinMonths": 18})
    erased = api.person("Person Forhen", email="forhen@kommune.example", phone="11 22 33 44", leavesOn="2026-03-01")
    assert api.post(f"/v1/people/{erased['id']}/erasure").status_code == 200
    leaver = api.person("Person Snart", email="a@kommune.example", leavesOn="2026-06-30")
    for email in ("b@kommune.example", "c@kommune.example"):
        api.patch(f"/v1/people/{leaver['id']}", {"email": email})
    _waive(api, system_id=system["id"], by_position_id=above["id"])
    gone = api.system("Væk", lifecycle="planned", unitId=unit["id"], takenIntoUseOn="2026-01-01")
    api.time.advance(hours=1)
    assert api.delete(f"/v1/systems/{gone['id']}").status_code == 204
    api.patch(f"/v1/positions/{leader['id']}", {"title": "Ydelseschef"})
    api.patch(f"/v1/systems/{system['id']}", {"criticality": "societyCritical"})


def _waive(api: Api, **values: str) -> None:
    """As the register writes it; no route does yet."""
    waiver = {"rule": "OWN-001", "reason": "Indtil videre", "until": date(2026, 12, 31), **values}
    api.register.write(Author("test"), lambda session: session.add(Waiver.model_validate(waiver)), lambda *_: None)


def _do(api: Api, statement: str) -> None:
    """As someone with the database's password could, around every guard."""
    database = api.register.database
    with database.engine.begin() as connection:
        if database.local:
            connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        registrars = "id = (SELECT max(id) FROM access_token WHERE role = 'registrar')"
        statement = statement.replace("{first:access_token}", registrars)
        for table in ("tenure", "responsibility"):
            statement = statement.replace(f"{{first:{table}}}", f"id = (SELECT max(id) FROM {table})")
        first = "(SELECT min(system_id) FROM card)"
        of_card = f"revision = (SELECT revision FROM card WHERE system_id = {first})"
        statement = statement.replace("{first:card}", f"system_id = {first}")
        statement = statement.replace("{first:card_holding}", f"system_id = {first} AND {of_card}")
        for table, column in (("system_using_unit", "system_id"), ("contract_system", "system_id")):
            statement = statement.replace(f"{{first:{table}}}", f"{column} = (SELECT min({column}) FROM {table})")
        head, _, rest = statement.partition("{first:")
        if rest:
            table, _, tail = rest.partition("}")
            statement = f"{head}id = (SELECT min(id) FROM {table}){tail}"
        connection.execute(text(statement))


def test_every_journaled_table_is_among_them() -> None:
    assert {table for table in _JOURNALED if not any(f" {table} " in deed.statement for deed in CHANGED)} == set()


def test_an_untouched_register_is_what_its_journal_says(town: Api) -> None:
    found = town.read("/v1/journal/verification")
    assert (found["valid"], found["problem"], found["cardsCompared"]) == (True, None, True)
    assert found["protectedFrom"] is not None


@pytest.mark.parametrize("deed", CHANGED, ids=lambda deed: deed.statement[:70])
def test_a_change_behind_the_registers_back_is_named(town: Api, deed: Deed) -> None:
    _do(town, deed.statement)
    found = town.read("/v1/journal/verification")
    assert found["valid"] is False, deed
    assert found["problem"].startswith((f"{deed.named} ", f"{deed.named}:")), found["problem"]


@pytest.mark.parametrize("deed", UNREADABLE, ids=lambda deed: deed.statement[:70])
@pytest.mark.one_database("the other one takes no value that is not of its column's type")
def test_a_value_that_cannot_be_read_is_named(town: Api, deed: Deed) -> None:
    try:
        _do(town, deed.statement)
    except DBAPIError:
        # Of PostgreSQL's own accord, where the column has a type of its own; what it takes is named there as well.
        assert not town.register.database.local
        return
    found = town.read("/v1/journal/verification")
    assert found["valid"] is False
    assert found["problem"].startswith(f"{deed.named} "), found["problem"]
    assert "cannot be read" in found["problem"]


def test_an_erasure_is_no_tampering_and_a_deletion_is_none_either(town: Api) -> None:
    person = town.person("Person Forhen", leavesOn="2026-03-01")
    gone = town.person("Person Væk")
    assert town.post(f"/v1/people/{person['id']}/erasure").status_code == 200
    assert town.delete(f"/v1/people/{gone['id']}").status_code == 204
    holder = town.as_role(Role.ADMIN).read("/v1/people")["items"][0]
    town.patch(f"/v1/people/{holder['id']}", {"name": "Person Omdøbt"})
    town.time.advance(days=1)
    town.read("/v1/dashboard/summary")
    found = town.read("/v1/journal/verification")
    assert (found["valid"], found["problem"]) == (True, None)


def test_a_machine_whose_clock_is_a_day_behind_finds_no_fault_and_compares_no_cards(town: Api) -> None:
    """A backup comes back on another machine, around midnight."""
    town.time.advance(days=-1)
    found = town.read("/v1/journal/verification")
    assert (found["valid"], found["problem"], found["cardsCompared"]) == (True, None, False)
