"""A large write says how long it takes; those who would wait longer than they can are told at once."""

from threading import Event, Thread

import pytest
from sqlmodel import Session

from app.core.errors import Unavailable
from app.journal.append import Author
from app.register import evaluation
from app.register import pace as pacing
from app.register.pace import Pace
from tests.support.api import Api
from tests.support.imports import csv, upload

AUTHOR = Author("test")


def test_the_guess_gives_way_to_what_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(pacing, "monotonic", lambda: now[0])
    pace = Pace(10_000, _began=100.0)
    assert pace.remaining == 40
    now[0] += 2
    pace.advance(5000)
    # Half of the rows are a tenth of the work.
    assert pace.remaining == pytest.approx(18)
    now[0] += 10
    pace.evaluated(3000, 10_000)
    # The whole of them a fifth, and three tenths of the evaluation a good fifth more.
    assert pace.remaining == pytest.approx(12 / 0.41 - 12)
    now[0] += 100
    assert pace.remaining == pytest.approx(11.2)


def test_an_import_tells_how_far_its_evaluation_has_come(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    told = list[tuple[int, int]]()
    monkeypatch.setattr(Pace, "evaluated", lambda _pace, done, total: told.append((done, total)))
    monkeypatch.setattr(evaluation, "CHUNK", 2)
    answer = upload(api, "systems", csv("System;Beskrivelse", *(f"System {number};B" for number in range(5))))
    assert answer.status_code == 201
    assert told == [(2, 5), (4, 5), (5, 5)]


@pytest.mark.one_database("the turn of one process")
def test_a_new_policy_tells_how_far_its_evaluation_has_come(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(5):
        api.system()
    told = list[tuple[int, int, int]]()
    monkeypatch.setattr(Pace, "evaluated", lambda pace, done, total: told.append((pace.rows, done, total)))
    monkeypatch.setattr(evaluation, "CHUNK", 2)
    assert api.put("/v1/policy", {"attestationWithinMonths": 11}).status_code == 200
    assert told == [(0, 2, 5), (0, 4, 5), (0, 5, 5)]


def test_an_evaluation_without_rows_of_its_own_is_all_of_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(pacing, "monotonic", lambda: now[0])
    pace = Pace(_began=100.0)
    assert pace.remaining == 0
    now[0] += 9
    pace.evaluated(10_000, 100_000)
    assert pace.remaining == pytest.approx(91)


@pytest.mark.one_database("the turn of one process")
def test_others_are_told_at_once_and_short_writes_wait(api: Api) -> None:
    held, over = Event(), Event()

    def long_write(session: Session) -> None:
        api.register.announce(Pace(1_000_000))
        held.set()
        assert over.wait(30)

    def write() -> None:
        api.register.write(AUTHOR, long_write, lambda *_: None)

    thread = Thread(target=write)
    thread.start()
    assert held.wait(30)
    response = api.post("/v1/units", {"name": "Ydelser"})
    # Told while the other still writes, or the thread would be gone.
    assert thread.is_alive()
    over.set()
    thread.join()
    assert response.status_code == 503
    assert 3900 < int(response.headers["retry-after"]) <= 4000
    assert api.post("/v1/units", {"name": "Ydelser"}).status_code == 201


@pytest.mark.one_database("the turn of one process")
def test_nobody_is_told_a_time_that_nobody_knows(api: Api) -> None:
    api.register.database.lock_timeout_seconds = 0.2

    def another(_session: Session) -> None:
        refused: list[Unavailable] = []

        def write() -> None:
            with pytest.raises(Unavailable) as caught:
                api.register.write(AUTHOR, lambda _: None, lambda *_: None)
            refused.append(caught.value)

        thread = Thread(target=write)
        thread.start()
        thread.join()
        assert refused[0].headers["Retry-After"] == "2"

    api.register.write(AUTHOR, another, lambda *_: None)
