"""Whole numbers in queries and paths are digits, on every route that takes one."""

from typing import Any

import pytest

from tests.http.test_every_route import address
from tests.support.api import Api
from tests.support.document import DOCUMENT

pytestmark = [
    pytest.mark.one_database("queries are read around the routes, not in the database"),
]

BAD = ["1_0", "2.0", " 2", "2 ", "", "+2", "1e1", "٢", "0x2", "--2", "9" * 5000, "2\n", "true"]


def is_whole(schema: dict[str, Any]) -> bool:
    parts = [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])]
    return schema.get("type") == "integer" or any(is_whole(part) for part in parts)


KEYS = [
    (path, parameter["name"])
    for path, item in DOCUMENT["paths"].items()
    for parameter in item.get("get", {}).get("parameters", ())
    if parameter["in"] == "query" and is_whole(parameter["schema"])
]


def test_every_whole_number_of_a_query_is_digits(sqlite_api: Api) -> None:
    assert {"limit", "after", "ownerLevelMin", "ownerLevelMax", "fiscalYear", "managementLevel"} <= {
        name for _, name in KEYS
    }
    for path, name in KEYS:
        for spelling in BAD:
            answer = sqlite_api.get(address(path), params={name: spelling})
            assert answer.status_code == 400, (path, name, spelling)
            assert answer.json()["errors"][0]["pointer"].startswith(f"?{name}"), answer.text


def test_whole_number_of_a_path_is_digits(sqlite_api: Api) -> None:
    for spelling in ("1_0", "2.0", "%202", "%D9%A2", "+2"):
        answer = sqlite_api.post(f"/v1/changes/{spelling}/revert")
        assert answer.status_code == 400, spelling
        assert answer.json()["errors"][0]["pointer"] == "revision"


def test_whole_number_may_have_zeros_in_front(sqlite_api: Api) -> None:
    assert sqlite_api.get("/v1/systems?limit=002").status_code == 200
