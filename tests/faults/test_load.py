"""Many clients at once: no answer is a fault, no acknowledged write is lost, no read waits out of all proportion."""

import json
import subprocess
import sys
from dataclasses import asdict
from typing import Any

import pytest

from tests.faults.clients import Crowd
from tests.faults.deeds import says
from tests.faults.service import Service
from tests.support.api import Api, finish_evaluations
from tests.support.program import ROOT
from tests.support.reliability import record

CLIENTS, SECONDS, WORKERS, SYSTEMS = 100, 60, 2, 300
MOST_MEDIANS = 20


def load(api: Api, *, clients: int, seconds: float, workers: int) -> dict[str, Any]:
    """What came of it, when every acknowledged write has been found again."""
    systems = [system["id"] for system in api.read("/v1/systems", limit=200)["items"]]
    secret = api.client.headers["Authorization"].removeprefix("Bearer ")
    finish_evaluations()
    with Service(api.register.database.url.render_as_string(hide_password=False)) as service:
        service.start(workers)
        crowd = Crowd(service.port, secret, systems, clients, seconds, seed=20260302)
        done = subprocess.run(
            [sys.executable, "-m", "tests.faults.clients"],
            cwd=ROOT,
            input=json.dumps(asdict(crowd)),
            capture_output=True,
            text=True,
            timeout=seconds + 120,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        found: dict[str, Any] = json.loads(done.stdout)
    assert not found["faults"], (found["statuses"], found["faults"][:5])
    lost = [path for path, said in found["known"].items() if not says(api.read(path), said)]
    assert not lost
    return found


def test_ten_clients_get_no_fault_and_lose_nothing(sqlite_api: Api) -> None:
    for _ in range(5):
        sqlite_api.system()
    found = load(sqlite_api, clients=10, seconds=3, workers=1)
    assert found["acknowledged"]


@pytest.mark.alone("a hundred clients use all of a small machine, and reads are held to a time")
def test_a_hundred_clients_get_no_fault_and_lose_nothing(demonstration: Api) -> None:
    api = demonstration
    for number in range(max(0, SYSTEMS - api.read("/v1/systems", limit=1)["total"])):
        api.system(f"System under load {number}")
    found = load(api, clients=CLIENTS, seconds=SECONDS, workers=WORKERS)
    middle, slow = found["readMs"]
    kind = "SQLite" if api.register.database.local else "PostgreSQL"
    record(
        f"{CLIENTS} clients for {SECONDS} seconds on {kind}",
        {
            "Workers of the service": WORKERS,
            "Systems": SYSTEMS,
            "Reads": found["reads"],
            "Acknowledged writes": found["acknowledged"],
            "Answers of 4xx or 5xx": len(found["faults"]),
            "Acknowledged writes that were lost": 0,
            "Reads, median and 99th percentile": f"{middle} ms, {slow} ms",
            "Writes, median and 99th percentile": "{} ms, {} ms".format(*found["writeMs"]),
        },
    )
    assert slow <= MOST_MEDIANS * middle
