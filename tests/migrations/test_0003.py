"""A register of release 0002 becomes one of 0003: its past can be filtered, and its journal stays what it was."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import Any

import orjson
import pytest
from alembic import command
from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import DBAPIError

from app.core.canonical import canonical
from app.core.config import Settings
from app.core.database import Database
from app.core.migrate import alembic_config, current_revision, known_revisions, upgrade
from app.journal.chain import GENESIS, entry_hash, personal_digest
from app.models import JournalEntry, metadata
from tests.journal.tampering import chain_holds
from tests.support.api import Api, open_api
from tests.support.findings import waive

ALFA, BETA, UNIT, CHIEF, CLERK, EMPTY, PERSON, LINE, CONTRACT, TOKEN = (
    f"01890a5d-ac96-774b-bcce-b302099a80{number:02}" for number in range(10)
)
OWNERSHIP, FIXING, TENURE = (f"01890a5d-ac96-774b-bcce-b302099a81{number:02}" for number in range(3))
SALT = "5a17"
#: The hour of January 5 at which each entry was written is its revision.
Entry = tuple[str, str, str, dict[str, Any] | None, dict[str, Any] | None]

PERSON_NAMES = {"before": {}, "after": {"email": None, "name": "Person 1", "phone": None}}
BUDGET = {
    "account": None,
    "allocatedDkk": None,
    "allocatedUnknownReason": None,
    "estimatedDkk": 100,
    "fiscalYear": 2026,
    "holderPositionId": None,
    "id": LINE,
    "kind": "operation",
    "priceLevelYear": None,
    "recurring": None,
    "systemId": ALFA,
}
UNKEYED = {"source": None, "externalId": None}


def position(position_id: str, title: str, level: int) -> dict[str, Any]:
    return {
        **UNKEYED,
        "budgetAuthority": "unknown",
        "budgetLimitDkk": None,
        "id": position_id,
        "leadsUnit": False,
        "managementLevel": level,
        "reportsToId": None,
        "title": title,
        "unitId": UNIT,
    }


def held(responsibility_id: str, position_id: str, duty: str) -> dict[str, Any]:
    return {
        "basis": "formal",
        "duty": duty,
        "id": responsibility_id,
        "positionId": position_id,
        "systemId": ALFA,
        "validFrom": "2026-01-05",
        "validUntil": None,
    }


def system(system_id: str, name: str, lifecycle: str) -> dict[str, Any]:
    nothing = ("criticalityReason", "documentationUrl", "emergencyPlanUrl", "notes", "operationSupplier", "phasedOutOn")
    more = ("successorId", "supplier", "takenIntoUseOn", "unitId", "version")
    return {
        **UNKEYED,
        **dict.fromkeys((*nothing, *more)),
        "acquisition": "unknown",
        "alternativeNames": [],
        "audience": "unknown",
        "confirmedOn": "2026-01-05",
        "criticality": "businessCritical",
        "description": "Et system.",
        "everInUse": lifecycle != "planned",
        "id": system_id,
        "kle": [],
        "lifecycle": lifecycle,
        "name": name,
        "personalData": ["unknown"],
        "usingUnitIds": [],
    }


#: Action, resource, id, before, after; and the system that the entry is about.
JOURNAL: Sequence[tuple[Entry, str | None]] = [
    (("create", "unit", UNIT, None, {**UNKEYED, "id": UNIT, "kind": "team", "name": "IT", "parentId": None}), None),
    (("create", "person", PERSON, None, {**UNKEYED, "id": PERSON, "leavesOn": None}), None),
    (("create", "position", CHIEF, None, position(CHIEF, "Chef", 2)), None),
    (("create", "position", CLERK, None, position(CLERK, "Medarbejder", 5)), None),
    (
        (
            "create",
            "tenure",
            TENURE,
            None,
            {
                "id": TENURE,
                "personId": PERSON,
                "positionId": CHIEF,
                "role": "holder",
                "validFrom": "2026-01-05",
                "validUntil": None,
            },
        ),
        None,
    ),
    (("create", "system", ALFA, None, system(ALFA, "Alfa", "inOperation")), ALFA),
    (("create", "responsibility", OWNERSHIP, None, held(OWNERSHIP, CHIEF, "owner")), ALFA),
    (("create", "responsibility", FIXING, None, held(FIXING, CLERK, "fix")), ALFA),
    (("create", "budget-line", LINE, None, BUDGET), ALFA),
    (("update", "budget-line", LINE, BUDGET, {**BUDGET, "estimatedDkk": 200}), ALFA),
    (("delete", "budget-line", LINE, {**BUDGET, "estimatedDkk": 200}, None), ALFA),
    (("create", "contract", CONTRACT, None, {**UNKEYED, "id": CONTRACT, "name": "K", "systemIds": [ALFA]}), None),
    (("create", "system", BETA, None, system(BETA, "Beta", "planned")), BETA),
    (("delete", "system", BETA, system(BETA, "Beta", "planned"), None), BETA),
    (("evaluate", "register", "register", None, {"cards": 1, "day": "2026-01-05"}), None),
]


def at(revision: int) -> datetime:
    return datetime(2026, 1, 5, revision, tzinfo=UTC)


def stored(revision: int) -> str:
    return f"2026-01-05 {revision:02}:00:00.000000"


def finding(rule: str, severity: str, *, waived: bool = False) -> dict[str, Any]:
    return {
        "id": f"finding of {rule}",
        "rule": rule,
        "severity": severity,
        "verdict": "flagged",
        "message": "Der mangler noget.",
        "field": None,
        "openedAt": "2026-01-05T06:00:00Z",
        "waived": waived,
        "evidence": {},
    }


def duty(name: str, formal: Sequence[dict[str, Any]] = (), practice: Sequence[dict[str, Any]] = ()) -> dict[str, Any]:
    return {"duty": name, "formal": list(formal), "practice": list(practice)}


BY_CHIEF = {"positionId": CHIEF, "title": "Chef", "personId": PERSON, "personName": "Person 1"}
BY_CLERK = {"positionId": CLERK, "title": "Medarbejder", "personId": None, "personName": None}
NO_DUTIES = [duty("monitor"), duty("fix"), duty("develop"), duty("retire")]
#: System, name, revision, the one that followed; owner, duties and findings of the card.
VERSIONS: Sequence[tuple[str, str, int, int | None, Any, list[dict[str, Any]], list[dict[str, Any]]]] = [
    (ALFA, "Alfa", 6, 7, None, NO_DUTIES, [finding("OWN001", "critical"), finding("DUT001", "medium")]),
    (ALFA, "Alfa", 7, 8, BY_CHIEF, NO_DUTIES, []),
    (
        ALFA,
        "Alfa",
        8,
        None,
        BY_CHIEF,
        [
            duty("monitor", [BY_CHIEF]),
            duty("fix", [BY_CLERK], [BY_CHIEF, BY_CLERK]),
            duty("develop"),
            duty("retire", (), [BY_CLERK]),
        ],
        [
            finding("OWN003", "high", waived=True),
            finding("FUN001", "high"),
            finding("DUT001", "medium"),
            finding("LIF003", "low", waived=True),
        ],
    ),
    (BETA, "Beta", 13, 14, {**BY_CHIEF, "positionId": EMPTY, "personId": None}, NO_DUTIES, []),
]


def put(connection: Connection, table: str, **values: Any) -> None:
    columns = ", ".join(f'"{name}"' for name in values)
    places = ", ".join(f":{name}" for name in values)
    connection.execute(text(f'INSERT INTO "{table}" ({columns}) VALUES ({places})'), values)


def write_journal(connection: Connection) -> None:
    previous = GENESIS
    for revision, ((action, resource, resource_id, before, after), _) in enumerate(JOURNAL, start=1):
        content: dict[str, Any] = {
            "revision": revision,
            "actor": "token:ældre",
            "action": action,
            "resource": resource,
            "resource_id": resource_id,
            "reason": "Sag 1" if revision == 1 else None,
            "before": before and canonical(before),
            "after": after and canonical(after),
            "personal_digest": personal_digest(SALT, PERSON_NAMES) if resource == "person" else None,
            "previous_hash": previous,
        }
        changed = sorted({**(before or {}), **(after or {})})
        previous = entry_hash(JournalEntry(**content, at=at(revision), changed=changed, hash=""))
        put(
            connection,
            "journal_entry",
            **content,
            at=stored(revision),
            changed=orjson.dumps(changed).decode(),
            hash=previous,
        )
        if resource == "person":
            values = orjson.dumps(PERSON_NAMES).decode()
            put(connection, "journal_personal_value", revision=revision, salt=SALT, personal_values=values)
    connection.execute(
        text(
            "UPDATE register_state SET revision = :revision, head_hash = :head, organisation_revision = 5, "
            "evaluated_on = '2026-01-05', rules_fingerprint = 'that of 0002'"
        ),
        {"revision": len(JOURNAL), "head": previous},
    )


def write_rows(connection: Connection) -> None:
    stamps = {"created_at": stored(6), "updated_at": stored(6)}
    put(connection, "unit", **stamps, id=UNIT, name="IT", kind="team")
    put(connection, "person", **stamps, id=PERSON, name="Person 1")
    for position_id, title, level in ((CHIEF, "Chef", 2), (CLERK, "Medarbejder", 5)):
        put(
            connection,
            "position",
            **stamps,
            id=position_id,
            title=title,
            unit_id=UNIT,
            management_level=level,
            leads_unit=False,
            budget_authority="unknown",
        )
    period = {"valid_from": "2026-01-05"}
    put(connection, "tenure", **stamps, **period, id=TENURE, position_id=CHIEF, person_id=PERSON, role="holder")
    put(
        connection,
        "system",
        **stamps,
        id=ALFA,
        name="Alfa",
        alternative_names="[]",
        description="Et system.",
        criticality="businessCritical",
        lifecycle="inOperation",
        ever_in_use=True,
        personal_data='["unknown"]',
        acquisition="unknown",
        audience="unknown",
        kle="[]",
        confirmed_on="2026-01-05",
    )
    for responsibility_id, position_id, name in ((OWNERSHIP, CHIEF, "owner"), (FIXING, CLERK, "fix")):
        put(
            connection,
            "responsibility",
            **stamps,
            **period,
            id=responsibility_id,
            system_id=ALFA,
            position_id=position_id,
            duty=name,
            basis="formal",
        )
    put(connection, "contract", **stamps, id=CONTRACT, name="K")
    put(connection, "contract_system", contract_id=CONTRACT, system_id=ALFA)
    put(connection, "access_token", **stamps, id=TOKEN, name="T", role="reader", unit_id=UNIT, secret_hash="x")


def write_cards(connection: Connection) -> None:
    for system_id, name, revision, following, owner, duties, findings in VERSIONS:
        body = {"id": system_id, "name": name, "owner": owner, "duties": duties, "findings": findings}
        columns: Mapping[str, Any] = {
            "system_id": system_id,
            "name": name,
            "name_sort": name.lower(),
            "criticality": "businessCritical",
            "criticality_rank": 2,
            "lifecycle": "inOperation",
            "in_use": True,
            "personal_data_mask": 0,
            "kle_text": "",
            "owner_position_id": owner and owner["positionId"],
            "owner_person_id": owner and owner["personId"],
            "ownership_state": "ok",
            "funding_state": "unknown",
            "finding_count": len(findings),
            "severity_rank": 0,
            "waived_count": 0,
            "verdicts": "",
            "search_text": name.lower(),
            "created_at": stored(6),
            "updated_at": stored(revision),
            "revision": revision,
            "body": orjson.dumps(body).decode(),
        }
        until = stored(following) if following else None
        put(connection, "card_version", **columns, known_from=stored(revision), known_until=until)
        if following is None:
            put(connection, "card", **columns)


@pytest.fixture
def engine(empty_database_url: str) -> Iterator[Engine]:
    """A database of release 0002 with a small register in it."""
    command.upgrade(alembic_config(empty_database_url), "0002")
    database = Database(Settings(database_url=empty_database_url))
    with database.engine.begin() as connection:
        write_journal(connection)
        write_rows(connection)
        write_cards(connection)
    yield database.engine
    database.dispose()


def rows(engine: Engine, statement: str) -> list[tuple[Any, ...]]:
    """What the statement finds, in an order that does not depend on the database."""
    with engine.connect() as connection:
        return sorted((tuple(row) for row in connection.execute(text(statement))), key=str)


HOLDINGS = {
    (ALFA, 7, "owner", "formal", CHIEF, PERSON),
    (ALFA, 8, "owner", "formal", CHIEF, PERSON),
    (ALFA, 8, "monitor", "formal", CHIEF, PERSON),
    (ALFA, 8, "fix", "formal", CLERK, None),
    (ALFA, 8, "fix", "practice", CHIEF, PERSON),
    (ALFA, 8, "fix", "practice", CLERK, None),
    (ALFA, 8, "retire", "practice", CLERK, None),
    (BETA, 13, "owner", "formal", EMPTY, None),
}
RULES = {
    (ALFA, 6): ({"OWN001", "DUT001"}, set()),
    (ALFA, 7): (set(), set()),
    (ALFA, 8): ({"FUN001", "DUT001"}, {"OWN003", "LIF003"}),
    (BETA, 13): (set(), set()),
}


def assert_filled_in(engine: Engine) -> None:
    """What 0003 adds says what the journal and the cards say."""
    found = rows(engine, "SELECT revision, system_id FROM journal_entry")
    assert dict(found) == {number: about for number, (_, about) in enumerate(JOURNAL, start=1)}
    holdings = rows(engine, "SELECT system_id, revision, duty, basis, position_id, person_id FROM card_holding")
    assert len(holdings) == len(HOLDINGS)
    assert set(holdings) == HOLDINGS
    versions = rows(engine, "SELECT system_id, revision, flagged_rules, waived_rules FROM card_version")
    assert {row[:2]: (set(row[2].split()), set(row[3].split())) for row in versions} == RULES
    for *_, flagged, waived in versions:
        for written in (flagged, waived):
            # A blank around each, by which the filter finds a rule.
            assert written == "" or written == f" {' '.join(written.split())} "
    (card,) = rows(engine, "SELECT revision, flagged_rules, waived_rules FROM card")
    assert [card] == [row[1:] for row in versions if row[:2] == (ALFA, 8)]


def assert_append_only(engine: Engine, column: str = "system_id") -> None:
    for statement in (
        "UPDATE journal_entry SET actor = 'en anden' WHERE revision = 1",
        f"UPDATE journal_entry SET {column} = 'x'",
        "DELETE FROM journal_entry WHERE revision = 15",
    ):
        with pytest.raises(DBAPIError, match="journal_append_only"), engine.begin() as connection:
            connection.execute(text(statement))


def test_what_is_new_is_filled_in_from_what_was_there(empty_database_url: str, engine: Engine) -> None:
    kept = "SELECT revision, at, actor, changed, before, after, previous_hash, hash FROM journal_entry"
    before = rows(engine, kept)
    upgrade(empty_database_url)
    assert current_revision(engine) == known_revisions()[-1]
    assert_filled_in(engine)
    assert_append_only(engine)
    assert rows(engine, kept) == before
    state = "SELECT revision, organisation_revision, written_at, erasures FROM register_state"
    assert rows(engine, state) == [(15, 5, None, 0)]
    assert rows(engine, "SELECT id, unit_id, person_id FROM access_token") == [(TOKEN, UNIT, None)]
    assert rows(engine, "SELECT id, erased_on FROM person") == [(PERSON, None)]


def test_down_and_up_again_gives_the_same(empty_database_url: str, engine: Engine) -> None:
    config = alembic_config(empty_database_url)
    tables = ("journal_entry", "card", "card_version", "person", "tenure", "responsibility", "access_token")
    before = {table: rows(engine, f'SELECT * FROM "{table}"') for table in tables}
    for _ in range(2):
        upgrade(empty_database_url)
        assert_filled_in(engine)
        command.downgrade(config, "0002")
        assert_append_only(engine, "actor")
        for table in tables:
            # A digest that an entry carries stays, in a column behind the others.
            columns = len(before[table][0])
            assert [row[:columns] for row in rows(engine, f'SELECT * FROM "{table}"')] == before[table]
    upgrade(empty_database_url)
    assert_filled_in(engine)
    assert_append_only(engine)


@pytest.fixture
def upgraded(empty_database_url: str, engine: Engine) -> Iterator[Api]:
    """The service on the upgraded database, two months later."""
    assert engine is not None
    upgrade(empty_database_url)
    api = open_api(empty_database_url)
    yield api
    api.register.database.dispose()


def known(api: Api, revision: int, **params: Any) -> list[str]:
    found = api.read("/v1/systems", knownAt=f"2026-01-05T{revision:02}:30:00Z", **params)
    return [item["id"] for item in found["items"]]


def test_past_of_the_older_release_can_be_filtered(upgraded: Api) -> None:
    assert chain_holds(upgraded)
    assert known(upgraded, 6, rule="OWN001") == [ALFA]
    assert known(upgraded, 8, rule="OWN001") == []
    assert known(upgraded, 8, rule="OWN003", waived="true") == [ALFA]
    assert known(upgraded, 8, rule="OWN003", waived="false") == []
    assert known(upgraded, 8, waived="false") == [ALFA]
    assert known(upgraded, 7, waived="false") == []
    assert known(upgraded, 6, positionId=CHIEF) == []
    assert known(upgraded, 7, duty="owner", personId=PERSON) == [ALFA]
    assert known(upgraded, 8, duty="fix", positionId=CLERK) == [ALFA]
    assert known(upgraded, 8, duty="retire", personId=PERSON) == []
    assert known(upgraded, 13, positionId=EMPTY) == [BETA]
    assert known(upgraded, 14) == [ALFA]


def test_past_of_the_older_release_can_be_read_from_the_journal(upgraded: Api) -> None:
    chain = upgraded.read(f"/v1/systems/{ALFA}/escalation", knownAt="2026-01-05T08:30:00Z")
    assert [(step["positionId"], step["personName"]) for step in chain["steps"]] == [(CLERK, None), (CHIEF, "Person 1")]
    lines = "/v1/exports/budgets.json"
    for revision, estimated in ((8, []), (9, [100]), (10, [200]), (11, [])):
        found = upgraded.read(lines, knownAt=f"2026-01-05T{revision:02}:30:00Z")
        assert [item["estimatedDkk"] for item in found["items"]] == estimated
    held_then = upgraded.read("/v1/exports/responsibilities.json", knownAt="2026-01-05T07:30:00Z")["items"]
    assert [(item["duty"], item["positionTitle"], item["personName"]) for item in held_then] == [
        ("owner", "Chef", "Person 1")
    ]
    versions = upgraded.read(f"/v1/systems/{BETA}/history")["items"]
    assert [(item["action"], item["actor"], item["until"]) for item in versions] == [
        ("create", "token:ældre", "2026-01-05T14:00:00Z")
    ]


def test_register_of_the_older_release_lives_on(upgraded: Api) -> None:
    card = upgraded.read(f"/v1/systems/{ALFA}")
    assert card["owner"]["personName"] == "Person 1"
    newest = upgraded.read(f"/v1/systems/{ALFA}/history")["items"][0]
    assert (newest["action"], newest["actor"], newest["revision"]) == ("evaluate", "register", card["revision"])
    assert upgraded.patch(f"/v1/systems/{ALFA}", {"name": "Alfa 2"}).status_code == 200
    assert [item["id"] for item in upgraded.read("/v1/systems", duty="fix", positionId=CLERK)["items"]] == [ALFA]
    assert chain_holds(upgraded)


def test_what_the_service_wrote_survives_down_and_up_again(api: Api, database_url: str) -> None:
    unit = api.unit()
    chief, clerk = api.position(2, unit, leadsUnit=True), later(api).position(5, unit)
    person = later(api).person()
    later(api).hold(chief, person)
    system, planned = (
        later(api).system(criticality="societyCritical", confirmedOn=DAY),
        later(api).system(lifecycle="planned", confirmedOn=DAY),
    )
    later(api).assign(system, clerk)
    later(api).assign(system, chief, "fix")
    later(api).assign(system, clerk, "fix", basis="practice")
    later(api).budget(system, estimatedDkk=1)
    waive(api, system, "OWN003")
    api.time.advance(hours=1)
    api.delete(f"/v1/systems/{planned['id']}")
    before = comparable(api)
    assert len(before["card_holding"]) == 1 + 2 + 3 + 3 + 3
    api.register.database.dispose()
    config = alembic_config(database_url)
    command.downgrade(config, "0002")
    upgrade(database_url)
    assert comparable(api) == before
    assert chain_holds(api)


def later(api: Api) -> Api:
    """What is written in one instant is one step in what was known of holders."""
    api.time.advance(minutes=1)
    return api


#: A lower schema cannot do without.
DAY = "2026-01-01"
#: The next evaluation writes them again.
SINCE_0007 = {
    "names_text",
    *(
        f"{purpose}_{name}"
        for purpose in ("development", "decommission")
        for name in ("state", "estimated_dkk", "allocated_dkk")
    ),
}


def comparable(api: Api) -> dict[str, list[dict[str, Any]]]:
    """All rows but for what a lower schema cannot hold: when the last write was, and what cards show since 0007.

    Rules are sorted.
    """
    found = {}
    with api.register.database.reading() as session:
        for table in metadata.sorted_tables:
            if table.name != "register_state":
                read = [dict(row) for row in session.execute(table.select()).mappings()]
                kept = [{name: value for name, value in row.items() if name not in SINCE_0007} for row in read]
                found[table.name] = sorted((sorted_rules(row) for row in kept), key=str)
    return found


def sorted_rules(row: dict[str, Any]) -> dict[str, Any]:
    return {name: sorted(value.split()) if name.endswith("ed_rules") else value for name, value in row.items()}
