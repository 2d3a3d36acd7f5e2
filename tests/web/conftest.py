"""The borough, furnished once on each database and copied for each test."""

from collections.abc import Iterator
from typing import Any

import orjson
import pytest

from app.core.sized import Sized
from app.web import interior
from tests.support.api import Api
from tests.support.furnishing import furnished
from tests.web.borough import Borough, build_borough


class Seen(Sized[bytes, Any]):
    """Remembers whatever was ever kept."""

    def __init__(self) -> None:
        super().__init__(512 * 1024)
        self.all: list[tuple[bytes, Any]] = []

    def keep(self, key: bytes, value: Any, size: int) -> None:
        self.all.append((key, value))
        super().keep(key, value, size)


@pytest.fixture
def town(api: Api) -> Borough:
    return furnished(api, build_borough)


@pytest.fixture(autouse=True)
def pages_change_no_answer(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """What a part of a page is made of is given to the next one as well, as it came."""
    seen = Seen()
    monkeypatch.setattr(interior, "kept_json", seen)
    yield
    for raw, value in seen.all:
        assert orjson.loads(raw) == value, raw[:500]
