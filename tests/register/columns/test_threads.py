"""Readers in several threads while writes go on: no failure, and no answer older than what was acknowledged."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event
from time import monotonic

from tests.support.api import Api

#: So many writes, or as many as there is time for.
WRITES, SECONDS, READERS = 40, 5, 4
PATHS = ["/v1/systems?sort=-name", "/v1/systems?sort=updatedAt,name&q=trin", "/v1/systems?hasOwner=false&limit=200"]


def test_promise_5_readers_in_threads_never_fail_and_are_never_behind(postgres_api: Api) -> None:
    api = postgres_api
    system = api.system("Trin 000")
    done, acknowledged = Event(), [0]

    def write() -> None:
        until = monotonic() + SECONDS
        for number in range(1, WRITES + 1):
            assert api.patch(f"/v1/systems/{system['id']}", {"name": f"Trin {number:03}"}).status_code == 200
            acknowledged[0] = number
            if number % 3 == 0:
                api.system(f"Andet {number:03}")
            if monotonic() > until:
                break

    def read(offset: int) -> int:
        looks = offset
        while not done.is_set():
            least = acknowledged[0]
            answer = api.get(PATHS[looks % len(PATHS)])
            assert answer.status_code == 200, answer.text
            (name,) = (item["name"] for item in answer.json()["items"] if item["id"] == system["id"])
            assert int(name.removeprefix("Trin ")) >= least
            looks += 1
        return looks - offset

    with ThreadPoolExecutor(READERS + 1) as pool:
        reading = [pool.submit(read, offset) for offset in range(READERS)]
        try:
            pool.submit(write).result()
        finally:
            done.set()
        assert all(looks.result() > 0 for looks in reading)
