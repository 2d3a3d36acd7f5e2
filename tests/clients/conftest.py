"""What the clients call: an empty register, served."""

import time
from collections.abc import Iterator
from pathlib import Path

import httpx2
import pytest

from tests.clients.tools import TOOLS, Served
from tests.support.program import call, free_port, running


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    if not TOOLS.is_dir():
        pytest.fail("The tools are not there. Run: make clients")
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
        yield Served(address, token)
