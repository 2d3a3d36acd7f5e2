"""Imports that are done beside the requests: accepted, asked about, cancelled, and told where they fail."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from threading import Event, Thread
from typing import Any

import pytest
from httpx2 import Response

from app.imports import references, steps
from app.imports.jobs import runner
from app.imports.jobs.board import Told
from app.imports.jobs.runner import Jobs, doing_jobs
from app.imports.reports import Reporting
from app.vocabulary import Role
from tests.support.api import Api
from tests.support.imports import csv, upload

FILE = csv("System;Beskrivelse", *(f"System {number};x" for number in range(300)))


@pytest.fixture
def work(api: Api) -> Iterator[Callable[[], None]]:
    """Begins to do what waits, as the running service does from its start."""
    with ExitStack() as stack:
        yield lambda: stack.enter_context(doing_jobs(api.app.state.jobs))


def accepted(api: Api, content: bytes = FILE, kind: str = "systems", **more: Any) -> str:
    response = upload(api, kind, content, **{"async": "true", **more})
    assert response.status_code == 202, response.text
    assert response.headers["location"] == f"/v1/jobs/{response.json()['id']}"
    return str(response.headers["location"])


def ended(api: Api, location: str) -> dict[str, Any]:
    """The job, once it has ended."""
    pause = Event()
    for _ in range(1200):
        job: dict[str, Any] = api.read(location)
        if job["state"] not in {"queued", "running"}:
            return job
        pause.wait(0.05)
    pytest.fail("the job did not end")


def test_a_job_waits_then_is_done_and_has_the_report(api: Api, work: Callable[[], None]) -> None:
    location = accepted(api)
    waiting = api.read(location)
    assert (waiting["state"], waiting["progress"], waiting["result"]) == ("queued", 0.0, None)
    work()
    job = ended(api, location)
    assert (job["state"], job["progress"], job["error"]) == ("done", 1.0, None)
    assert (job["result"]["created"], job["result"]["applied"]) == (300, True)
    assert job["endedAt"] is not None
    assert api.read(f"/v1/imports/{job['result']['id']}") == job["result"]
    assert api.read("/v1/systems")["total"] == 300


def test_a_dry_run_can_be_a_job(api: Api, work: Callable[[], None]) -> None:
    work()
    job = ended(api, accepted(api, dryRun=True))
    assert (job["state"], job["result"]["created"], job["result"]["applied"]) == ("done", 300, False)
    assert api.read("/v1/systems")["total"] == 0


def test_rows_that_cannot_be_used_are_no_failure(api: Api, work: Callable[[], None]) -> None:
    work()
    job = ended(api, accepted(api, csv("System;Kritikalitet", "KSD;vild")))
    assert (job["state"], job["error"], job["result"]["rejected"]) == ("done", None, 1)


def test_a_job_that_fails_says_why_as_the_request_would_have(api: Api, work: Callable[[], None]) -> None:
    work()
    job = ended(api, accepted(api, csv("Farve", "rød")))
    assert (job["state"], job["result"]) == ("failed", None)
    assert [(error["pointer"], error["code"]) for error in job["error"]["errors"]] == [("/mapping", "missing-column")]
    assert "»Farve«" in job["error"]["detail"]


def test_a_job_that_waits_can_be_cancelled(api: Api, work: Callable[[], None]) -> None:
    location = accepted(api)
    assert cancel(api, location).status_code == 204
    work()
    job = ended(api, location)
    assert (job["state"], job["result"], job["error"]) == ("cancelled", None, None)
    assert api.read("/v1/systems")["total"] == 0


def test_a_job_that_is_cancelled_at_work_writes_nothing(
    api: Api, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    location = accepted(api)
    original = references.weed_out

    def cancelled(*args: Any) -> None:
        original(*args)
        api.app.state.jobs.cancel(location.rpartition("/")[2])

    monkeypatch.setattr(runner, "_SECONDS", 0.0)
    monkeypatch.setattr(references, "weed_out", cancelled)
    work()
    assert ended(api, location)["state"] == "cancelled"
    assert api.read("/v1/systems")["total"] == 0


@pytest.mark.parametrize(
    ("content", "state", "number"), [(FILE, "done", 300), (csv("Farve", "rød"), "failed", 0)], ids=["done", "failed"]
)
def test_it_is_too_late_to_cancel_what_has_ended(
    api: Api, work: Callable[[], None], content: bytes, state: str, number: int
) -> None:
    work()
    location = accepted(api, content)
    job = ended(api, location)
    assert job["state"] == state
    refused = cancel(api, location)
    assert (refused.status_code, refused.json()["code"]) == (409, "job-ended")
    assert api.read(location) == job
    assert api.read("/v1/systems")["total"] == number


def test_a_job_can_be_cancelled_twice(api: Api, work: Callable[[], None]) -> None:
    location = accepted(api)
    assert [cancel(api, location).status_code for _ in range(2)] == [204, 204]
    work()
    assert ended(api, location)["state"] == "cancelled"
    assert cancel(api, location).status_code == 204


@pytest.mark.parametrize("last", [True, False], ids=["before the commit", "while it is planned"])
def test_a_short_job_that_is_cancelled_in_another_process_writes_nothing(
    api: Api, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch, last: bool
) -> None:
    """It says nothing of how far it has come before it is done."""
    location = accepted(api)
    place, name = (Reporting, "conclude") if last else (references, "weed_out")
    original, another = getattr(place, name), Jobs(api.register.database, api.register.clock)

    def cancelled(*args: Any) -> Any:
        another.cancel(location.rpartition("/")[2])
        return original(*args)

    monkeypatch.setattr(runner, "_SECONDS", 1000.0)
    monkeypatch.setattr(place, name, cancelled)
    work()
    job = ended(api, location)
    assert (job["state"], job["result"]) == ("cancelled", None)
    assert api.read("/v1/systems")["total"] == 0


def test_whoever_cancels_a_job_as_it_commits_is_told_that_it_is_too_late(
    api: Api, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    location, jobs = accepted(api), api.app.state.jobs
    original, answers = jobs.claim, list[Response]()
    asking = Thread(target=lambda: answers.append(cancel(api, location)))

    def claim(*args: Any, **kwargs: Any) -> None:
        original(*args, **kwargs)
        asking.start()
        # It waits for the commit, so it has no answer yet.
        asking.join(0.3)
        assert not answers

    monkeypatch.setattr(jobs, "claim", claim)
    work()
    assert ended(api, location)["state"] == "done"
    asking.join()
    assert answers[0].status_code == 409
    assert api.read("/v1/systems")["total"] == 300


def test_a_partial_import_that_is_cancelled_between_two_steps_keeps_the_first(
    api: Api, work: Callable[[], None], monkeypatch: pytest.MonkeyPatch
) -> None:
    location = accepted(api, partial=True)

    def cancelled(_seconds: float) -> None:
        assert cancel(api, location).status_code == 204

    monkeypatch.setattr(runner, "_SECONDS", 1000.0)
    monkeypatch.setattr(steps, "sleep", cancelled)
    work()
    job = ended(api, location)
    assert job["state"] == "cancelled"
    assert 0 < job["result"]["created"] == api.read("/v1/systems")["total"] < 300


def test_jobs_are_done_one_after_the_other(api: Api, work: Callable[[], None]) -> None:
    first, second = accepted(api), accepted(api)
    work()
    assert ended(api, second)["result"]["unchanged"] == 300
    assert api.read(first)["result"]["created"] == 300


def test_another_sender_learns_nothing_of_a_job(api: Api) -> None:
    mine, other = api.as_role(Role.REGISTRAR), api.as_role(Role.REGISTRAR)
    location = accepted(mine)
    assert mine.get(location).status_code == 200
    assert other.get(location).status_code == 404
    assert cancel(other, location).status_code == 404
    assert mine.read(location)["state"] == "queued"


def test_a_retry_gets_the_same_job_and_the_work_is_done_once(api: Api, work: Callable[[], None]) -> None:
    headers = {"Idempotency-Key": "nat-7"}
    location = accepted(api, headers=headers)
    assert accepted(api, headers=headers) == location
    work()
    assert ended(api, location)["result"]["created"] == 300
    assert api.read("/v1/systems")["total"] == 300


def test_what_waits_when_the_service_ends_is_told_to_have_failed(api: Api) -> None:
    location = accepted(api)
    stop = Event()
    stop.set()
    api.app.state.jobs.run(stop)
    job = api.read(location)
    assert (job["state"], job["result"]) == ("failed", None)
    assert "Send filen igen" in job["error"]["detail"]


def cancel(api: Api, location: str) -> Response:
    return api.client.delete(location)


def test_a_job_whose_process_is_gone_is_told_as_lost(api: Api) -> None:
    location = accepted(api)
    job_id, jobs = location.rpartition("/")[2], api.app.state.jobs
    jobs.board.tell(job_id, Told(0.4, api.time.now()))
    assert (api.read(location)["state"], api.read(location)["progress"]) == ("queued", 0.4)
    api.time.advance(minutes=3)
    lost = api.read(location)
    assert (lost["state"], lost["error"]["code"]) == ("failed", "lost")


def test_a_job_that_says_nothing_for_long_is_not_lost_nor_are_those_behind_it(
    api: Api, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs, locations, spoken = api.app.state.jobs, [accepted(api) for _ in range(2)], Event()
    first, tell = jobs._queue.get_nowait(), jobs.board.tell

    def told(job_id: str, said: Told) -> None:
        tell(job_id, said)
        if job_id != first.job_id:
            spoken.set()

    monkeypatch.setattr(runner, "SIGN_SECONDS", 0.01)
    monkeypatch.setattr(jobs.board, "tell", told)
    with jobs._heard_of(first.job_id) as hear:
        hear(1, 2)
        api.time.advance(minutes=31)
        # The first sign may end a round that had begun before, and spoken of the first job then.
        for _ in range(2):
            spoken.clear()
            assert spoken.wait(10)
        jobs.board.tell = tell
        views = [api.read(location) for location in locations]
    assert [(view["state"], view["progress"]) for view in views] == [("queued", 0.5), ("queued", 0.0)]
