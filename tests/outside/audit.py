"""Known weaknesses of what is pinned: `python -m tests.outside.audit` asks the public lists, by pip-audit.

Exit status 1 with the finds, 2 where the lists could not be asked: no answer is no clean bill.
"""

import subprocess
import sys
from pathlib import Path

from tests.support.program import ROOT

TOOL = ROOT / ".venv-outside/bin/pip-audit"
LOCKS = ("runtime", "dev", "clients", "outside")
#: What pip-audit says where there is no network, or none to the lists.
UNREACHED = ("Connection", "connect", "Max retries", "timed out", "resolve", "Client Error", "Server Error")


def main() -> int:
    return max(audit(ROOT / "requirements" / f"{name}.txt") for name in LOCKS)


def audit(lock: Path, tool: Path = TOOL) -> int:
    """The exit status for one lock."""
    command: list[str | Path] = [
        tool,
        "--require-hashes",
        "--disable-pip",
        "--progress-spinner",
        "off",
        "--requirement",
        lock,
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    said = done.stdout + done.stderr
    if "could not be audited" in said:
        # A registry's mirror without the lists knows the packages and nothing of their weaknesses.
        sys.stderr.write(f"{lock.name}: NOT LOOKED AT. This package registry has no lists of weaknesses.\n")
        return 2
    if done.returncode == 0:
        sys.stderr.write(f"{lock.name}: no known weaknesses.\n")
        return 0
    if "Found" not in said and any(sign in said for sign in UNREACHED):
        sys.stderr.write(f"{lock.name}: NOT LOOKED AT. The lists of weaknesses cannot be reached from here.\n")
        return 2
    sys.stderr.write(f"{lock.name}:\n{said}\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
