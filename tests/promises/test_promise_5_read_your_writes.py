"""A read shows every write acknowledged before it, from whichever worker."""

from collections.abc import Callable

from fastapi.testclient import TestClient

from tests.support.api import Api


def test_promise_5_other_worker_shows_what_was_just_written(make_api: Callable[..., Api]) -> None:
    writer, other = make_api(), make_api()
    system = writer.system("Før")
    for number in range(5):
        assert other.read("/v1/systems")["items"][0]["name"] == other.card(system)["name"]
        writer.patch(f"/v1/systems/{system['id']}", {"name": f"Efter {number}"})
        assert other.read("/v1/systems")["items"][0]["name"] == f"Efter {number}"
        assert other.card(system)["name"] == f"Efter {number}"


def test_promise_5_organisation_in_memory_follows_other_workers(make_api: Callable[..., Api]) -> None:
    writer, other = make_api(), make_api()
    position = writer.position()
    assert other.read(f"/v1/positions/{position['id']}")["holder"] is None
    writer.hold(position, writer.person("Ida"))
    assert other.read(f"/v1/positions/{position['id']}")["holder"]["name"] == "Ida"
    system = other.system()
    other.assign(system, position)
    assert writer.card(system)["owner"]["personName"] == "Ida"


def test_promise_5_revoked_token_stops_at_once_everywhere(make_api: Callable[..., Api]) -> None:
    admin, other = make_api(), make_api()
    made = admin.make("/v1/tokens", {"name": "t", "role": "reader", "expiresOn": "2026-12-31"})
    reader = TestClient(other.app, headers={"Authorization": f"Bearer {made['secret']}"})
    assert reader.get("/v1/systems").status_code == 200
    assert admin.client.delete(f"/v1/tokens/{made['id']}").status_code == 204
    assert reader.get("/v1/systems").status_code == 401


def test_promise_5_memory_that_is_full_or_off_changes_no_answer(make_api: Callable[..., Api]) -> None:
    apis = [make_api(read_cache_bytes=size) for size in (0, 5000, 1_000_000)]
    for number in range(10):
        apis[0].system(f"System {number}")
    for _ in range(2):
        answers = {api.get(f"/v1/systems?limit={limit}").content for api in apis for limit in (5,)}
        assert len(answers) == 1
        for limit in range(1, 9):
            assert len({api.get(f"/v1/systems?limit={limit}").content for api in apis}) == 1


def test_promise_5_expired_token_and_new_day(make_api: Callable[..., Api]) -> None:
    api = make_api()
    made = api.make("/v1/tokens", {"name": "t", "role": "reader", "expiresOn": "2026-03-03"})
    reader = TestClient(api.app, headers={"Authorization": f"Bearer {made['secret']}"})
    assert reader.get("/v1/systems").status_code == 200
    api.time.advance(days=1)
    assert reader.get("/v1/systems").status_code == 200
    api.time.advance(days=1)
    assert reader.get("/v1/systems").status_code == 401
