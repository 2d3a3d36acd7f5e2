"""The database itself refuses to change or delete what the journal says."""

from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.journal.tampering import verification
from tests.support.api import Api


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal_entry SET actor = 'en anden' WHERE revision = 1",
        "UPDATE journal_entry SET reason = NULL",
        "DELETE FROM journal_entry WHERE revision = 2",
        "DELETE FROM journal_entry",
    ],
)
def test_an_entry_can_be_neither_changed_nor_deleted(api: Api, statement: str) -> None:
    api.unit()
    with pytest.raises(DBAPIError, match="journal_append_only"), api.register.database.engine.begin() as connection:
        connection.execute(text(statement))
    assert verification(api)["valid"]


def test_a_revision_is_given_once(api: Api) -> None:
    copy: Any = text(
        "INSERT INTO journal_entry (revision, at, actor, action, resource, resource_id, changed, previous_hash, hash) "
        "SELECT revision, at, actor, action, resource, resource_id, changed, previous_hash, hash FROM journal_entry"
    )
    with pytest.raises(DBAPIError), api.register.database.engine.begin() as connection:
        connection.execute(copy)
