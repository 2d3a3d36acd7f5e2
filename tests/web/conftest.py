"""The borough, furnished once on each database and copied for each test."""

from collections.abc import Iterator

import orjson
import pytest

from app.web.interior import kept_json
from tests.support.api import Api
from tests.support.furnishing import furnished
from tests.web.borough import Borough, build_borough


@pytest.fixture
def town(api: Api) -> Borough:
    return furnished(api, build_borough)


@pytest.fixture(autouse=True)
def pages_change_no_answer() -> Iterator[None]:
    """What a part of a page is made of is given to the next one as well, as it came."""
    yield
    for raw, value in kept_json.items():
        assert orjson.loads(raw) == value, raw[:500]
