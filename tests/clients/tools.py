"""The tools that make and run clients, in an environment of their own."""

import os
import subprocess
from pathlib import Path
from typing import NamedTuple

from tests.support.program import ROOT

TOOLS = ROOT / ".venv-clients/bin"
DOCUMENT = ROOT / "docs/openapi.json"


class Served(NamedTuple):
    """Where a register answers, and an administrator's token."""

    address: str
    token: str


def tool(*words: str | Path, folder: Path | None = None, **environment: str) -> str:
    """What a tool says; it finds the others, and the system's own programs after them."""
    done = subprocess.run(
        [TOOLS / words[0], *words[1:]],
        cwd=folder,
        env={"PATH": f"{TOOLS}{os.pathsep}{os.defpath}", **environment},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout + done.stderr
