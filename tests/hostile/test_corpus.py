"""No spreadsheet ends the service, keeps it long, makes it fat, or is answered with a fault of ours."""

import gc
import time
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.hostile.corpus import CORPUS, SAMPLE
from tests.support.api import Api, open_begun_api
from tests.support.imports import upload
from tests.support.program import free_port, running
from tests.support.reliability import record

pytestmark = pytest.mark.one_database("what reading a file does has no database in it")

LONGEST_SECONDS = 10.0
MOST_GROWTH_MB = 50


def assert_answered(name: str, response: Any) -> None:
    assert response.status_code in {200, 201} or 400 <= response.status_code < 500, (name, response.text[:500])


def test_there_are_many_and_every_sample_is_one() -> None:
    assert len(CORPUS) >= 60
    assert set(SAMPLE) <= set(CORPUS)


@pytest.mark.parametrize("name", SAMPLE)
def test_sample_is_answered(sqlite_api: Api, name: str) -> None:
    assert_answered(name, upload(sqlite_api, "systems", CORPUS[name](), dryRun=True))


def resident_mb(pid: int) -> int:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    line = next(line for line in status.splitlines() if line.startswith("VmRSS"))
    return int(line.split()[1]) // 1024


def wait_for(base: str) -> None:
    for _ in range(300):
        try:
            httpx2.get(f"{base}/health/live")
        except httpx2.TransportError:
            time.sleep(0.1)
        else:
            return
    pytest.fail("the service did not start")


def send(base: str, secret: str, name: str) -> float:
    """Seconds until the answer."""
    content = CORPUS[name]()
    begun = time.monotonic()
    response = httpx2.post(
        f"{base}/v1/imports",
        data={"kind": "systems", "dryRun": "true"},
        files={"file": (name, content)},
        headers={"Authorization": f"Bearer {secret}"},
        timeout=60,
    )
    assert_answered(name, response)
    return time.monotonic() - begun


@pytest.mark.alone("answers are held to a time")
def test_the_whole_corpus_is_answered_by_a_served_register(sqlite_url: str) -> None:
    port = free_port()
    base = f"http://127.0.0.1:{port}"
    api = open_begun_api(sqlite_url)
    secret = api.client.headers["Authorization"].removeprefix("Bearer ")
    api.register.database.dispose()
    with running("serve", "--port", str(port), DATABASE_URL=sqlite_url) as process:
        wait_for(base)
        # What every service takes once it has read a file is no growth.
        send(base, secret, "far-formatted-only")
        before = resident_mb(process.pid)
        seconds = {}
        for name in CORPUS:
            seconds[name] = send(base, secret, name)
            assert process.poll() is None, name
            gc.collect()
        growth = resident_mb(process.pid) - before
    slowest = max(seconds, key=lambda name: seconds[name])
    record(
        "Hostile spreadsheets",
        {
            "Files": len(seconds),
            "Deaths of the service": 0,
            "Slowest answer": f"{seconds[slowest]:.1f} s ({slowest})",
            "Growth of the service": f"{growth} MB",
        },
    )
    assert seconds[slowest] < LONGEST_SECONDS, sorted(seconds.items(), key=lambda item: -item[1])[:8]
    assert growth <= MOST_GROWTH_MB
