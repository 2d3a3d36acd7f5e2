"""A client that is made from the OpenAPI document works, without knowing anything else."""

import subprocess
import time
from pathlib import Path

import httpx2
import pytest

from tests.support.program import ROOT, call, free_port, running

pytestmark = pytest.mark.clients

TOOLS = ROOT / ".venv-clients/bin"
CALLS = Path(__file__).with_name("calls.py")


def tool(*words: str | Path, **environment: str) -> str:
    """What a tool of the clients' own environment says."""
    done = subprocess.run(
        [TOOLS / words[0], *words[1:]], env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr


def test_generated_python_client_makes_ten_typical_calls(tmp_path: Path) -> None:
    if not TOOLS.is_dir():
        pytest.fail("The tools are not there. Run: make clients")
    options = ("--config", ROOT / "requirements/clients.yml", "--meta", "none", "--path", ROOT / "docs/openapi.json")
    search = {"PATH": str(TOOLS)}
    said = tool("openapi-python-client", "generate", "--output-path", tmp_path / "register_client", *options, **search)
    # What the generator cannot read it leaves out, with a warning.
    assert "WARNING" not in said, said

    url, port = f"sqlite:///{tmp_path}/register.db", free_port()
    address = f"http://127.0.0.1:{port}"
    with running("serve", "--port", str(port), DATABASE_URL=url):
        for _ in range(100):
            try:
                httpx2.get(f"{address}/health/ready")
                break
            except httpx2.TransportError:
                time.sleep(0.2)
        token = call("token", "create", "--name", "client", "--role", "admin", DATABASE_URL=url).stdout.strip()
        tool("python", CALLS, address, token, PYTHONPATH=str(tmp_path))
