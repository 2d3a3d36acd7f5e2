"""A check of the whole register is worked out once at a time: many at once would leave nobody else a thread."""

from threading import Thread

import pytest

from app.http import reading
from tests.support.api import Api


def test_whoever_has_waited_a_while_is_told_to_come_again(api: Api, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_PATIENCE", 0.01)
    with reading._ONE_AT_A_TIME:
        refused = api.get("/v1/journal/verification")
    assert (refused.status_code, refused.headers["retry-after"]) == (503, "10")
    assert api.read("/v1/journal/verification")["valid"]


def test_the_second_waits_for_the_first(api: Api) -> None:
    found: list[bool] = []
    second = Thread(target=lambda: found.append(api.read("/v1/journal/verification")["valid"]))
    with reading._ONE_AT_A_TIME:
        second.start()
        second.join(timeout=0.2)
        assert second.is_alive()
    second.join(timeout=10)
    assert found == [True]
