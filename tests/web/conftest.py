"""The borough, furnished once on each database and copied for each test."""

import pytest

from tests.support.api import Api
from tests.support.furnishing import furnished
from tests.web.borough import Borough, build_borough


@pytest.fixture
def town(api: Api) -> Borough:
    return furnished(api, build_borough)
