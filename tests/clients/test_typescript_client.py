"""TypeScript types made from the OpenAPI document fit what strict code does with them, and what is answered."""

import shutil
from pathlib import Path

import pytest

from tests.clients.tools import DOCUMENT, Served, tool

pytestmark = pytest.mark.clients

SOURCE = Path(__file__).with_name("typescript")
PACKAGES = SOURCE / "node_modules"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Our calls with the generated types beside them: a folder in which TypeScript finds all that they import."""
    if not PACKAGES.is_dir():
        pytest.fail("The packages are not there. Run: make clients")
    folder = tmp_path / "project"
    folder.mkdir()
    for name in ("calls.ts", "package.json", "tsconfig.json"):
        shutil.copy(SOURCE / name, folder)
    (folder / "node_modules").symlink_to(PACKAGES)
    # A key that has a default may be left out of what is sent.
    options = ("--default-non-nullable", "false", "--output", folder / "register.ts")
    tool("node", PACKAGES / "openapi-typescript/bin/cli.js", DOCUMENT, *options)
    return folder


def test_generated_typescript_client_makes_ten_typical_calls(served: Served, project: Path) -> None:
    # Node takes types away without looking at them, so the compiler looks first.
    tool("node", PACKAGES / "typescript/bin/tsc", "--project", project)
    tool("node", "calls.ts", served.address, served.token, folder=project)
