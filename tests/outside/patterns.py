"""Patterns that some text keeps busy without end: `python -m tests.outside.patterns` asks regexploit about every one.

While a pattern is matched, no other thread of a service does anything: one file, or one field, would stop it.
"""

import subprocess
import sys
from pathlib import Path

from tests.support.program import ROOT

TOOL = ROOT / ".venv-outside/bin/regexploit-py"


def check(place: Path) -> int:
    """The exit status for the Python files below the place."""
    done = subprocess.run([TOOL, place], capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    if done.returncode or "Processed" not in said or "Vulnerable regex" in said:
        sys.stderr.write(f"{said}\n")
        return 1
    sys.stderr.write(f"{place.name}: no pattern without end. {said.strip()}.\n")
    return 0


if __name__ == "__main__":
    sys.exit(check(ROOT / "app"))
