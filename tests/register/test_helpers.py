"""Helpers come to what one process comes to, and what becomes of one of them changes nothing."""

import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from time import sleep
from typing import Any, NoReturn

import pytest

from app.register import evaluation, helpers
from app.register.helper import HelperTask
from app.register.outcome import Evaluated
from tests.support.api import Api

#: What is found wrong in the middle of a register, at both ends of it, and what is gone.
DAMAGE = (
    "UPDATE card SET body = '{}' WHERE name LIKE 'System 0%'",
    "UPDATE card SET severity_rank = 0 WHERE name LIKE '%5'",
    "UPDATE finding SET message = 'x' WHERE rule = 'OWN001'",
    "DELETE FROM finding WHERE rule LIKE 'DUT%'",
)
SYSTEMS = 20


@pytest.fixture
def register_of_some(api: Api, monkeypatch: pytest.MonkeyPatch) -> Api:
    """So many systems that helpers are begun, and are given several pieces each."""
    owner = api.position()
    for number in range(SYSTEMS):
        system = api.system(f"System {number:02}", personalData=["cpr"] if number % 2 else [])
        if number % 3 == 0:
            api.assign(system, owner)
    monkeypatch.setattr(helpers, "WORTH_WHILE", 1)
    monkeypatch.setattr(evaluation, "CHUNK", 3)
    return api


def damage(api: Api) -> None:
    with api.register.database.engine.begin() as connection:
        for statement in DAMAGE:
            connection.exec_driver_sql(statement.replace("%", "%%") if not api.register.database.local else statement)


def said(api: Api) -> list[dict[str, Any]]:
    """What the cards say, whenever it was said."""
    cards = api.read("/v1/systems", limit=100)["items"]
    for card in cards:
        card["findings"] = sorted((one["rule"], one["message"]) for one in card["findings"])
    return [{key: said for key, said in card.items() if key not in {"revision", "updatedAt"}} for card in cards]


def not_here(*_: Any) -> NoReturn:
    raise AssertionError("the process that writes assesses nothing")


def test_helpers_come_to_what_one_process_comes_to(register_of_some: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    api = register_of_some
    before = said(api)
    damage(api)
    monkeypatch.setattr(evaluation, "assess", not_here)
    outcome = api.register.evaluate(processes=2)
    assert (outcome.evaluated, outcome.opened > 0, outcome.cards > 0) == (SYSTEMS, True, True)
    assert said(api) == before
    assert api.register.evaluate(processes=3) == Evaluated(evaluated=SYSTEMS)
    monkeypatch.undo()
    assert api.register.evaluate() == Evaluated(evaluated=SYSTEMS)


@pytest.mark.parametrize("answers", [0, 2])
def test_what_a_lost_helper_should_have_done_is_done_here(
    register_of_some: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, answers: int
) -> None:
    api = register_of_some
    before = said(api)
    damage(api)
    begun, left = helpers._helper, [answers, 1_000]

    @contextmanager
    def lost(task: HelperTask) -> Iterator[Any]:
        with begun(task) as helper:
            may_answer = left.pop()
            answer = helper.answer

            def answered() -> Any:
                nonlocal may_answer
                may_answer -= 1
                if may_answer < 0:
                    monkeypatch.setattr(helper, "_answers", BytesIO())
                return answer()

            monkeypatch.setattr(helper, "answer", answered)
            yield helper

    monkeypatch.setattr(helpers, "_helper", lost)
    assert api.register.evaluate(processes=2).evaluated == SYSTEMS
    assert said(api) == before
    assert "a helper has ended" in caplog.text


def test_helpers_that_are_killed_at_once_are_missed_by_nobody(
    register_of_some: Api, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """What they were given lies in a pipe that nobody reads."""

    class Killed(subprocess.Popen[bytes]):
        def __init__(self, *words: Any, **options: Any) -> None:
            super().__init__(*words, **options)
            self.kill()
            self.wait()

    api = register_of_some
    before = said(api)
    damage(api)
    monkeypatch.setattr(subprocess, "Popen", Killed)
    assert api.register.evaluate(processes=2).evaluated == SYSTEMS
    assert said(api) == before
    assert "a helper has ended" in caplog.text


@pytest.mark.parametrize("databases", ["sqlite"], indirect=True)
def test_a_helper_ends_with_its_writer_however_that_ends(database_url: str, tmp_path: Path) -> None:
    noted = tmp_path / "helper"
    writer = f"""
import os, pathlib, signal, subprocess
from datetime import UTC, date, datetime
from app.core.config import Settings
from app.register import helpers
class Noted(subprocess.Popen):
    def __init__(self, *words, **options):
        super().__init__(*words, **options)
        pathlib.Path({str(noted)!r}).write_text(str(self.pid))
helpers.subprocess.Popen = Noted
settings = Settings(database_url={database_url!r})
with helpers._helper(helpers.HelperTask(settings, date(2026, 3, 2), datetime(2026, 3, 2, tzinfo=UTC))):
    os.kill(os.getpid(), signal.SIGKILL)
"""
    ended = subprocess.run([sys.executable, "-c", writer], check=False, stderr=subprocess.DEVNULL)
    assert ended.returncode == -signal.SIGKILL
    for _ in range(300):
        if not is_there(int(noted.read_text())):
            return
        sleep(0.1)
    pytest.fail("the helper is there still")


def is_there(process: int) -> bool:
    """Whether it runs. One that has ended, and that nobody has asked after, is there as a zombie."""
    try:
        return Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


def test_few_systems_are_assessed_without_helpers(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    api.system()
    monkeypatch.setattr(helpers, "_helper", not_here)
    assert api.register.evaluate(processes=2) == Evaluated(evaluated=1)
