"""Nothing is overwritten silently: stale If-Match, duplicate keys and concurrent writers say so."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.support.api import Api

WRITERS = 8


def together(call: Any) -> Counter[int]:
    with ThreadPoolExecutor(WRITERS) as pool:
        return Counter(answer.status_code for answer in pool.map(call, range(WRITERS)))


def test_promise_4_of_writers_with_the_same_tag_exactly_one_wins(api: Api) -> None:
    path = f"/v1/systems/{api.system()['id']}"
    tag = api.get(path).headers["etag"]
    statuses = together(
        lambda number: api.client.patch(path, json={"notes": f"writer {number}"}, headers={"If-Match": tag})
    )
    assert statuses == {200: 1, 412: WRITERS - 1}


def test_promise_4_of_creators_of_the_same_key_exactly_one_wins(api: Api) -> None:
    body = {"name": "A", "description": "B", "source": "cmdb", "externalId": "1"}
    assert together(lambda _: api.post("/v1/systems", body)) == {201: 1, 409: WRITERS - 1}


def test_promise_4_retries_at_once_are_one_write(api: Api) -> None:
    body = {"name": "A", "description": "B"}
    statuses = together(lambda _: api.post("/v1/systems", body, headers={"Idempotency-Key": "k"}))
    assert statuses == {201: WRITERS}
    assert api.read("/v1/systems")["total"] == 1


def test_promise_4_of_owners_at_the_same_time_exactly_one_is_taken(api: Api) -> None:
    system, position = api.system(), api.position()
    path = f"/v1/systems/{system['id']}/responsibilities"
    body = {"duty": "owner", "positionId": position["id"]}
    assert together(lambda _: api.post(path, body)) == {201: 1, 409: WRITERS - 1}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/units", {"name": "A"}),
        ("/v1/people", {"name": "A"}),
        ("/v1/systems", {"name": "A", "description": "B"}),
        ("/v1/contracts", {"name": "A"}),
    ],
)
def test_promise_4_taken_key_is_refused_and_names_the_other(api: Api, path: str, body: dict[str, Any]) -> None:
    key = {"source": "cmdb", "externalId": "1"}
    first = api.make(path, {**body, **key})
    refused = api.post(path, {**body, **key})
    assert refused.status_code == 409
    assert first["id"] in refused.json()["detail"]
    other = api.make(path, body)
    changed = api.patch(f"{path}/{other['id']}", key)
    assert (changed.status_code, changed.json()["errors"][0]["pointer"]) == (409, "/externalId")
