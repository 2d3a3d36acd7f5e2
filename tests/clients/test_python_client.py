"""A Python client that is made from the OpenAPI document works, without knowing anything else."""

from pathlib import Path

import pytest

from tests.clients.tools import DOCUMENT, Served, tool
from tests.support.program import ROOT

pytestmark = pytest.mark.clients

CALLS = Path(__file__).with_name("calls.py")


def test_generated_python_client_makes_ten_typical_calls(served: Served, tmp_path: Path) -> None:
    options = ("--config", ROOT / "requirements/clients.yml", "--meta", "none", "--path", DOCUMENT)
    said = tool("openapi-python-client", "generate", "--output-path", tmp_path / "register_client", *options)
    # What the generator cannot read it leaves out, with a warning.
    assert "WARNING" not in said, said
    tool("python", CALLS, served.address, served.token, PYTHONPATH=str(tmp_path))
