"""Promise 3: the chain verifies, and a changed, removed or inserted entry is found and named."""

from typing import Any

import pytest
from sqlalchemy.exc import DataError

from app.vocabulary import Role
from tests.journal.tampering import VERIFICATION, insert_behind_the_head, rewrite_from, tamper, verification
from tests.support.api import Api
from tests.support.furnishing import furnished

HEAD = 6


@pytest.fixture
def written(api: Api) -> Api:
    furnished(api, write)
    return api


def write(api: Api) -> None:
    """A journal of six entries: the tests' token, then five units."""
    for number in range(5):
        api.unit(f"Enhed {number}")
    assert verification(api)["headRevision"] == HEAD


def bad(api: Api) -> tuple[int | None, str]:
    """The entry that is named, and the beginning of what is said of it."""
    found = verification(api)
    assert found["valid"] is (found["firstBadRevision"] is None)
    return found["firstBadRevision"], found["problem"] or ""


def test_an_untouched_journal_holds(written: Api) -> None:
    found = verification(written)
    assert found == {
        "valid": True,
        "entries": HEAD,
        "headRevision": HEAD,
        "headHash": found["headHash"],
        "firstBadRevision": None,
        "problem": None,
        "protectedFrom": None,
        "cardsCompared": True,
        "outside": [
            "former_login",
            *(
                "idempotent_answer",
                "import_account",
                "import_file",
                "import_mapping",
                "import_problem",
                "import_report",
                "job",
            ),
            *("outside_difference", "outside_feed", "outside_record"),
            *("read_entry", "read_subject", "sign_in_code", "token_use", "web_session"),
        ],
    }
    assert len(found["headHash"]) == 64


def test_every_kind_of_write_leaves_a_journal_that_holds(api: Api) -> None:
    person = api.person("Ida Holm", email="ida@kommune.example")
    position = api.position(2)
    api.hold(position, person)
    system = api.system("Ægir", lifecycle="planned", personalData=["sensitive"], phasedOutOn="2030-12-31")
    api.assign(system, position)
    api.budget(system, estimatedDkk=1_000_000_000_000)
    api.make("/v1/contracts", {"name": "Drift", "systemIds": [system["id"]], "endsOn": "2027-01-01"})
    api.put("/v1/policy", {"requiredLevel": {"societyCritical": 0}})
    api.patch(f"/v1/people/{person['id']}", {"email": None, "phone": "12345678"})
    api.time.advance(days=1, microseconds=123456)
    api.patch(f"/v1/systems/{system['id']}", {"lifecycle": "inOperation"})
    doomed = api.unit()
    api.delete(f"/v1/units/{doomed['id']}")
    api.time.advance(days=800)
    found = verification(api)
    assert found["valid"], found
    assert found["entries"] == found["headRevision"] == api.read("/v1/changes", limit=200)["nextAfter"]


CHANGED = {
    "at": "'2026-03-02 08:00:00'",
    "actor": "'en anden'",
    "action": "'delete'",
    "resource": "'system'",
    "resource_id": "'01890a5d-ac96-774b-bcce-b302099a8057'",
    "reason": "'derfor'",
    "changed": """'["name"]'""",
    "before": "'{}'",
    "after": "NULL",
    "personal_digest": "'0'",
    "hash": "'0'",
}


@pytest.mark.parametrize("column", CHANGED)
def test_a_changed_entry_is_named_whatever_was_changed(written: Api, column: str) -> None:
    tamper(written, f"UPDATE journal_entry SET {column} = {CHANGED[column]} WHERE revision = 4")
    assert bad(written) == (4, "the entry was changed")


def test_of_several_bad_entries_the_first_is_named(written: Api) -> None:
    tamper(written, "UPDATE journal_entry SET actor = 'en anden' WHERE revision IN (3, 5)")
    assert bad(written)[0] == 3
    assert verification(written)["entries"] == 2


def test_a_link_to_another_entry_is_named(written: Api) -> None:
    tamper(written, "UPDATE journal_entry SET previous_hash = hash WHERE revision = 4")
    assert bad(written) == (4, "the entry does not follow from the one before it")


@pytest.mark.parametrize("removed", [1, 3, HEAD])
def test_a_removed_entry_is_named(written: Api, removed: int) -> None:
    tamper(written, f"DELETE FROM journal_entry WHERE revision = {removed}")
    found, problem = bad(written)
    assert found == removed
    assert "missing" in problem


def test_a_truncated_journal_names_the_first_entry_that_is_gone(written: Api) -> None:
    tamper(written, "DELETE FROM journal_entry WHERE revision > 3")
    assert bad(written) == (4, "entries are missing at the end")
    assert verification(written)["entries"] == 3


def test_a_truncated_journal_is_found_even_when_the_head_is_moved_back(written: Api) -> None:
    tamper(
        written, "DELETE FROM journal_entry WHERE revision > 3", "UPDATE register_state SET revision = 3 WHERE id = 1"
    )
    assert bad(written) == (3, "the head is not the last entry's hash")


def test_an_emptied_journal_is_found(written: Api) -> None:
    tamper(written, "DELETE FROM journal_entry")
    assert bad(written)[0] == 1
    tamper(written, "UPDATE register_state SET revision = 0 WHERE id = 1")
    assert bad(written)[0] == 1


def test_an_entry_inserted_behind_the_head_is_named(written: Api) -> None:
    inserted = insert_behind_the_head(written)
    found, problem = bad(written)
    assert (found, inserted) == (HEAD + 1, HEAD + 1)
    assert "never wrote" in problem


def test_an_entry_inserted_before_the_first_is_named(written: Api) -> None:
    tamper(written, _copied(from_revision=3, to_revision=0))
    found, problem = bad(written)
    assert found == 0
    assert "never wrote" in problem


def test_an_entry_inserted_in_the_middle_is_named(written: Api) -> None:
    make_room = [f"UPDATE journal_entry SET revision = {n + 1} WHERE revision = {n}" for n in (6, 5, 4)]
    tamper(written, *make_room, _copied(from_revision=3, to_revision=4))
    assert bad(written) == (4, "the entry does not follow from the one before it")


def test_a_gap_is_named_before_what_was_put_behind_the_head(written: Api) -> None:
    tamper(written, f"UPDATE journal_entry SET revision = {HEAD + 3} WHERE revision = {HEAD}")
    assert bad(written)[0] == HEAD


def test_entries_in_another_order_are_named(written: Api) -> None:
    moves = ((3, 100), (4, 3), (100, 4))
    tamper(written, *(f"UPDATE journal_entry SET revision = {to} WHERE revision = {at}" for at, to in moves))
    assert bad(written) == (3, "the entry does not follow from the one before it")


def test_a_rewritten_tail_does_not_fit_the_head(written: Api) -> None:
    rewrite_from(written, 3, "en anden")
    assert bad(written) == (HEAD, "the head is not the last entry's hash")


def test_another_head_is_found(written: Api) -> None:
    tamper(written, "UPDATE register_state SET head_hash = '0'")
    assert bad(written) == (HEAD, "the head is not the last entry's hash")


@pytest.mark.parametrize("nonsense", ["changed = 'no JSON'", "at = 'no instant'"])
def test_an_entry_that_cannot_be_read_is_named(written: Api, nonsense: str) -> None:
    statement = f"UPDATE journal_entry SET {nonsense} WHERE revision = 5"
    if not written.register.database.local:
        # PostgreSQL lets nothing into a column that is not of its type.
        with pytest.raises(DataError):
            tamper(written, statement)
        return
    tamper(written, statement)
    assert bad(written) == (5, "the entry cannot be read")


def test_the_check_is_made_anew_each_time(written: Api) -> None:
    """No write has moved the register on, so an answer from memory would still say that all is well."""
    assert verification(written)["valid"]
    tamper(written, "UPDATE journal_entry SET actor = 'en anden' WHERE revision = 2")
    answer = written.get(VERIFICATION)
    assert answer.json()["firstBadRevision"] == 2
    assert "etag" not in answer.headers
    assert answer.headers["cache-control"] == "no-store"


def test_a_journal_longer_than_what_is_read_at_once_holds(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.journal.verification.CHUNK", 2)
    for _ in range(4):
        api.unit()
    assert verification(api)["entries"] == 5
    tamper(api, "DELETE FROM journal_entry WHERE revision = 4")
    assert bad(api)[0] == 4


def test_only_those_who_audit_may_ask(api: Api) -> None:
    allowed: dict[Role, Any] = {role: api.as_role(role).get(VERIFICATION).status_code for role in Role}
    assert {role for role, status in allowed.items() if status == 200} == {Role.COORDINATOR, Role.STEWARD, Role.ADMIN}
    assert set(allowed.values()) == {200, 403}


def _copied(*, from_revision: int, to_revision: int) -> str:
    columns = (
        "at, actor, action, resource, resource_id, reason, changed, before, after, personal_digest, previous_hash, hash"
    )
    return (
        f"INSERT INTO journal_entry (revision, {columns}) "
        f"SELECT {to_revision}, {columns} FROM journal_entry WHERE revision = {from_revision}"
    )
