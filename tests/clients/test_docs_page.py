"""The page /docs in a real browser: it renders, its policy stops nothing of its own, and calls can be tried."""

from pathlib import Path

import pytest

from tests.browser import chromes
from tests.clients.tools import Served, tool

pytestmark = pytest.mark.clients

STEPS = Path(__file__).with_name("browse.py")


def test_calls_can_be_tried_in_a_browser(served: Served, tmp_path: Path) -> None:
    found = chromes.find_chrome()
    if found is None:
        pytest.skip(chromes.NONE_HERE)
    home = {"HOME": str(tmp_path), **found.variables}
    tool("python", STEPS, served.address, served.token, found.executable, folder=tmp_path, **home)
