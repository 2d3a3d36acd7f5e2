"""A CPR number that somebody sends is in no answer and no log: not where it was sent, and not in what is said of it."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.support.api import Api

NUMBER = "0101701234"


@pytest.mark.one_database("problems are written around the database")
@pytest.mark.parametrize(
    ("method", "path", "body"),
    [
        ("GET", f"/v1/systems/by-key/{NUMBER}/1", None),
        ("GET", "/v1/systems/by-key/a/010170%2D1234", None),
        ("GET", f"/v1/systems?{NUMBER}=1", None),
        ("GET", f"/v1/units/{NUMBER}", None),
        ("GET", f"/nowhere/{NUMBER}", None),
        ("POST", "/v1/units", {"name": "A", NUMBER: "b"}),
        ("POST", "/v1/units", {"name": "A", "kind": NUMBER}),
        ("POST", "/v1/units", {"name": NUMBER}),
    ],
)
def test_a_problem_says_back_no_cpr_number(
    sqlite_api: Api, method: str, path: str, body: dict[str, str] | None
) -> None:
    answer = sqlite_api.client.request(method, path, json=body)
    assert answer.status_code in {400, 404}
    assert NUMBER not in answer.text
    assert "010170" not in answer.text


def test_a_fault_of_the_database_does_not_tell_what_was_written(api: Api) -> None:
    """Whoever logs it would have it there."""
    statement = text("INSERT INTO nowhere (email) VALUES (:email)")
    with api.register.database.engine.begin() as connection, pytest.raises(DBAPIError) as raised:
        connection.execute(statement, {"email": "bo@eksempel.dk"})
    assert "bo@eksempel.dk" not in str(raised.value)
