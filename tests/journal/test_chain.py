"""The hashes themselves: pure, and the same in every release, since old journals must go on verifying."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from app.journal.chain import GENESIS, entry_hash, personal_digest
from app.models import JournalEntry

ENTRY = JournalEntry(
    revision=1,
    at=datetime(2026, 3, 2, 9, 0, tzinfo=UTC),
    actor="Ida",
    action="create",
    resource="unit",
    resource_id="01890a5d-ac96-774b-bcce-b302099a8057",
    reason=None,
    changed=["id", "name"],
    before=None,
    after='{"name":"Ældre"}',
    personal_digest=None,
    previous_hash=GENESIS,
    hash="",
)


def entry(**values: object) -> JournalEntry:
    return JournalEntry(**{**ENTRY.model_dump(), **values})


def test_the_hash_of_an_entry_never_changes_between_releases() -> None:
    assert entry_hash(ENTRY) == "a8675de14fc708545dfdf4047b7b67f73507169cfce23cfba2f131924ec837d2"


def test_the_digest_of_personal_values_never_changes_between_releases() -> None:
    assert (
        personal_digest("salt", {"after": {"name": "Ida"}, "before": {}})
        == "b7d669c127254186b11fb166e066dbb3ffb3398197079cb2110a5814da4803e5"
    )


@pytest.mark.parametrize(
    "values",
    [
        {"revision": 2},
        {"at": ENTRY.at + timedelta(microseconds=1)},
        {"actor": "Bo"},
        {"action": "update"},
        {"resource": "person"},
        {"resource_id": ""},
        {"reason": ""},
        {"changed": ["id"]},
        {"before": "{}"},
        {"after": None},
        {"personal_digest": ""},
        {"previous_hash": "1" * 64},
    ],
    ids=lambda values: next(iter(values)),
)
def test_the_hash_covers_every_value(values: dict[str, object]) -> None:
    assert entry_hash(entry(**values)) != entry_hash(ENTRY)


def test_the_hash_covers_every_column_but_itself() -> None:
    # The system that an entry names repeats what `before` and `after` say; verification compares them.
    assert set(JournalEntry.model_fields) - {"hash", "system_id"} == {
        "revision",
        "at",
        "actor",
        "action",
        "resource",
        "resource_id",
        "reason",
        "changed",
        "before",
        "after",
        "personal_digest",
        "derived_digest",
        "previous_hash",
    }
    assert entry_hash(entry(hash="x")) == entry_hash(ENTRY)


def test_the_same_instant_in_another_zone_is_the_same() -> None:
    copenhagen = ENTRY.at.astimezone(timezone(timedelta(hours=1)))
    assert entry_hash(entry(at=copenhagen)) == entry_hash(ENTRY)


def test_a_digest_depends_on_the_salt_and_not_on_the_order_of_keys() -> None:
    values = {"name": "Ida", "email": None}
    assert personal_digest("a", values) == personal_digest("a", dict(reversed(values.items())))
    assert personal_digest("a", values) != personal_digest("b", values)
