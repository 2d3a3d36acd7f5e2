"""The page /docs in a real browser: it renders, its policy stops nothing of its own, and calls can be tried."""

import shutil
from pathlib import Path

import pytest

from tests.clients.tools import Served, tool

pytestmark = pytest.mark.clients

STEPS = Path(__file__).with_name("browse.py")
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


def test_calls_can_be_tried_in_a_browser(served: Served) -> None:
    browser = next(filter(None, map(shutil.which, BROWSERS)), None)
    # The one tool of these tests that no package brings: what it shows is shown wherever there is a browser.
    if browser is None:
        pytest.skip("There is no Chromium to open /docs with. On Debian and Ubuntu: apt-get install chromium")
    tool("python", STEPS, served.address, served.token, browser)
