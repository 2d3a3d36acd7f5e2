"""Names, mail and phone lie apart from the journal's entries, where they can be erased without breaking the chain."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from app.core.canonical import dump
from app.models import JournalEntry, JournalPersonalValue
from tests.journal.tampering import chain_holds, verification
from tests.support.api import Api


def execute(api: Api, statement: str) -> None:
    with api.register.database.engine.begin() as connection:
        connection.execute(text(statement))


def entries(api: Api) -> list[dict[str, Any]]:
    with api.register.database.reading() as session:
        return [entry.model_dump() for entry in session.exec(select(JournalEntry))]


def side_rows(api: Api) -> list[dict[str, Any]]:
    with api.register.database.reading() as session:
        return [row.personal_values for row in session.exec(select(JournalPersonalValue))]


@pytest.fixture
def ida(api: Api) -> dict[str, Any]:
    """Someone who was registered, and whose number was changed."""
    person = api.person("Ida Holm", email="ida@kommune.example", phone="12 34 56 78")
    assert api.patch(f"/v1/people/{person['id']}", {"phone": "87 65 43 21"}).status_code == 200
    return person


def test_entries_hold_no_personal_values(api: Api, ida: dict[str, Any]) -> None:
    written = dump(entries(api)).decode()
    assert ida["id"] in written
    for value in ("Ida", "ida@kommune.example", "12 34 56 78", "87 65 43 21"):
        assert value not in written


def test_the_values_before_and_after_lie_in_the_side_row(api: Api, ida: dict[str, Any]) -> None:
    registered, changed = side_rows(api)
    before = {"name": "Ida Holm", "email": "ida@kommune.example", "phone": "12 34 56 78"}
    assert registered == {"before": {}, "after": before}
    assert changed == {"before": before, "after": {**before, "phone": "87 65 43 21"}}


def test_erasing_the_values_leaves_the_chain_whole(api: Api, ida: dict[str, Any]) -> None:
    assert verification(api)["valid"]
    execute(api, "DELETE FROM journal_personal_value")
    assert chain_holds(api)
    api.unit()
    assert chain_holds(api)
    # Nobody was erased, so that it is no erasure.
    found = verification(api)
    assert (found["valid"], found["firstBadRevision"]) == (False, 2)


def test_changed_values_are_found(api: Api, ida: dict[str, Any]) -> None:
    execute(api, """UPDATE journal_personal_value SET personal_values = '{"after": {"name": "Eva"}, "before": {}}'""")
    found = verification(api)
    assert (found["firstBadRevision"], found["problem"]) == (2, "the personal values of the entry were changed")


def test_values_that_are_put_where_there_were_none_are_found(api: Api) -> None:
    api.unit()
    execute(api, "INSERT INTO journal_personal_value (revision, salt, personal_values) VALUES (2, 'x', '{}')")
    assert verification(api)["firstBadRevision"] == 2


def test_the_same_values_have_another_digest_each_time(api: Api) -> None:
    """Else a digest would tell, after an erasure, who it was."""
    for _ in range(2):
        api.person("Ida Holm")
    digests = [entry["personal_digest"] for entry in entries(api) if entry["personal_digest"]]
    assert len(set(digests)) == len(digests) == 2
