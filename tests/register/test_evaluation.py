"""A rebuild puts right whatever was changed past the register, and leaves alone what is right."""

import pytest

from app.register.evaluation import all_system_ids
from app.register.outcome import Evaluated
from tests.support.api import Api


def sql(api: Api, statement: str) -> None:
    with api.register.database.engine.begin() as connection:
        connection.exec_driver_sql(statement)


DAMAGE = [
    "UPDATE card SET name_sort = 'x'",
    "UPDATE card SET search_text = ''",
    "UPDATE card SET severity_rank = 0",
    "UPDATE card SET owner_level = 5",
    "UPDATE card SET funding_state = 'funded'",
    "UPDATE card SET personal_data_mask = 1",
    "UPDATE card SET body = '{}'",
    "UPDATE card SET verdicts = ''",
    "DELETE FROM card",
    "UPDATE finding SET message = 'x'",
    "UPDATE finding SET closed_at = opened_at",
    "UPDATE finding SET severity = 'low', severity_rank = 1",
    "DELETE FROM finding",
]


@pytest.mark.parametrize("damage", DAMAGE)
def test_rebuild_repairs(api: Api, damage: str) -> None:
    system = api.system("Ældresystem", personalData=["cpr"])
    before = api.card(system)
    sql(api, "DELETE FROM card_version" if damage == "DELETE FROM card" else "SELECT 1")
    sql(api, damage)
    api.register.evaluate()
    after = api.card(system)
    kept = {key: value for key, value in before.items() if key not in {"revision", "updatedAt", "findings"}}
    assert {key: after[key] for key in kept} == kept
    assert [finding["message"] for finding in after["findings"]] == [
        finding["message"] for finding in before["findings"]
    ]
    found = api.read("/v1/systems", q="aeldre", personalData="cpr", hasOwner="false", fundingState="unknown")
    assert found["total"] == 1
    assert api.read("/v1/findings", minSeverity="critical")["total"] == 1
    again = api.register.evaluate()
    assert again == Evaluated(evaluated=1)


def test_a_rebuild_leaves_one_version_standing_whatever_revision_the_card_said(api: Api) -> None:
    system = api.system()
    sql(api, "UPDATE card SET revision = revision + 5")
    api.register.evaluate()
    with api.register.database.reading() as session:
        standing = "SELECT count(*) FROM card_version WHERE known_until IS NULL"
        assert session.connection().exec_driver_sql(standing).scalar() == 1
    assert api.card(system)["id"] == system["id"]


def test_evaluation_goes_through_every_system_in_chunks(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {api.system()["id"] for _ in range(5)}
    monkeypatch.setattr("app.register.evaluation.CHUNK", 2)
    with api.register.database.reading() as session:
        assert set(all_system_ids(session)) == made
    assert api.register.evaluate() == Evaluated(evaluated=5)


def test_a_new_release_evaluates_everything_once(api: Api) -> None:
    api.system()
    sql(api, "UPDATE register_state SET meaning = meaning - 1")
    sql(api, "UPDATE card SET search_text = 'as an older release wrote it'")
    assert api.read("/v1/systems", q="system")["total"] == 1
    edition = api.register.edition()
    api.read("/v1/systems")
    assert api.register.edition() == edition


def test_versions_of_a_card_follow_each_other_without_a_gap(api: Api) -> None:
    system = api.system("A")
    for name in ("B", "C"):
        api.time.advance(hours=1)
        api.patch(f"/v1/systems/{system['id']}", {"name": name})
    with api.register.database.reading() as session:
        rows = (
            session.connection()
            .exec_driver_sql("SELECT name, known_from, known_until FROM card_version ORDER BY revision")
            .all()
        )
    assert [row[0] for row in rows] == ["A", "B", "C"]
    assert [row[2] for row in rows[:-1]] == [row[1] for row in rows[1:]]
    assert rows[-1][2] is None
