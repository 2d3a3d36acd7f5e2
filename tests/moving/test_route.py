"""`GET /v1/exports/register.zip`: the file that the command line takes in; who may fetch it is in tests/access."""

from tests.moving.moves import empty_register, moved_in, require_equal
from tests.support.api import Api
from tests.support.databases import Databases


def test_what_is_fetched_is_a_register(api: Api, databases: Databases) -> None:
    api.system(unitId=api.unit()["id"])
    answer = api.get("/v1/exports/register.zip")
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/zip")
    assert answer.headers["content-disposition"] == 'attachment; filename="register-pr-2026-03-02.zip"'
    with empty_register(databases) as other:
        moved_in(other, answer.content)
        require_equal(api.register, other, keep_ids=False)
