"""Anchors are written when the head has moved, and a destination that fails disturbs nobody."""

import logging
import threading
from pathlib import Path

import pytest

from app.anchors.background import THREAD, keeping_anchors
from app.anchors.destinations import DestinationUnusable
from app.anchors.file import AnchorFile
from app.anchors.keeper import Keeper
from app.anchors.keys import KeyUnusable, generate
from app.core.config import Settings
from tests.anchors.anchoring import KEY, KeptInMemory, fault_of, head_of
from tests.journal.tampering import rewrite_from, tamper
from tests.support.api import Api


def keeper_of(api: Api, destination: KeptInMemory | AnchorFile) -> Keeper:
    return Keeper(api.register.database, api.register.clock, KEY, destination)


def test_an_anchor_is_written_when_the_head_has_moved(api: Api) -> None:
    kept = KeptInMemory()
    keeper = keeper_of(api, kept)
    keeper.turn()
    keeper.turn()
    assert [each.anchor.revision for each in kept.kept] == [1]
    api.unit()
    keeper.turn()
    assert kept.kept[-1] == head_of(api)
    assert len(kept.kept) == 2


def test_a_failure_is_told_once_and_tried_again(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    kept = KeptInMemory()
    keeper = keeper_of(api, kept)
    kept.error = OSError("the network is down")
    for _ in range(3):
        keeper.turn()
    assert [record.getMessage() for record in caplog.records] == [
        "anchors are not written, and will be tried again: the network is down"
    ]
    assert not caplog.records[0].exc_info
    kept.error = None
    keeper.turn()
    assert [each.anchor.revision for each in kept.kept] == [1]
    assert caplog.messages[1:] == ["anchors are written again"]
    kept.error = RuntimeError("a fault of ours")
    api.unit()
    keeper.turn()
    assert caplog.records[-1].exc_info


def test_a_journal_that_was_rewritten_while_it_served_is_told(api: Api, caplog: pytest.LogCaptureFixture) -> None:
    kept = KeptInMemory()
    keeper = keeper_of(api, kept)
    api.unit()
    keeper.turn()
    rewrite_from(api, 2, "en anden")
    tamper(api, "UPDATE register_state SET head_hash = (SELECT hash FROM journal_entry WHERE revision = 2)")
    keeper.turn()
    keeper.turn()
    assert [(record.levelno, "entry 2" in record.getMessage()) for record in caplog.records] == [(logging.ERROR, True)]
    assert [each.anchor.revision for each in kept.kept] == [2, 2]


def test_an_empty_journal_has_no_anchor(api: Api) -> None:
    tamper(api, "UPDATE register_state SET revision = 0")
    kept = KeptInMemory()
    keeper_of(api, kept).turn()
    assert kept.kept == []


def test_several_processes_may_write_the_same_head(api: Api, tmp_path: Path) -> None:
    file = tmp_path / "anchors.jsonl"
    keepers = [keeper_of(api, AnchorFile(file)) for _ in range(4)]
    for _ in range(5):
        api.unit()
        threads = [threading.Thread(target=keeper.turn) for keeper in keepers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(file.read_text().splitlines()) == 20
    assert fault_of(api, file) is None


@pytest.fixture
def settings(api: Api, tmp_path: Path) -> Settings:
    generate(tmp_path / "key")
    return Settings(
        database_url=str(api.register.database.url),
        anchor_to=f"file://{tmp_path}/anchors.jsonl",
        anchor_key_file=tmp_path / "key",
        anchor_every_seconds=60,
    )


def test_a_thread_writes_at_once_and_at_the_end(api: Api, settings: Settings, tmp_path: Path) -> None:
    with keeping_anchors(settings, api.register.database, api.register.clock):
        assert THREAD in {thread.name for thread in threading.enumerate()}
        api.unit()
    assert THREAD not in {thread.name for thread in threading.enumerate()}
    lines = (tmp_path / "anchors.jsonl").read_text().splitlines()
    assert '"revision":2' in lines[-1]


def test_without_a_destination_there_is_no_thread(api: Api) -> None:
    with keeping_anchors(Settings(), api.register.database, api.register.clock):
        assert THREAD not in {thread.name for thread in threading.enumerate()}


def test_a_key_or_a_destination_that_cannot_be_used_keeps_it_from_starting(api: Api, settings: Settings) -> None:
    for values, error in (
        ({"anchor_key_file": None}, KeyUnusable),
        ({"anchor_to": "ftp://somewhere"}, DestinationUnusable),
    ):
        wrong = settings.model_copy(update=values)
        with pytest.raises(error), keeping_anchors(wrong, api.register.database, api.register.clock):
            pytest.fail("it started")
