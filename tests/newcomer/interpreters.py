"""The supported Pythons of this machine, the one in use left out."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

_VERSION = re.compile(r"Python :: (3\.\d+)\"")
_PROJECT = Path(__file__).resolve().parents[2] / "pyproject.toml"
_TELL = "import sys; print('%d.%d' % sys.version_info[:2])"


def supported() -> list[str]:
    """As the project's classifiers name them: `["3.11", …]`."""
    return _VERSION.findall(_PROJECT.read_text(encoding="utf-8"))


def others() -> list[Path]:
    """One interpreter for each other supported version that is on the path, or beside the one in use.

    Version managers keep their interpreters in folders beside each other and let one at a time onto the path.
    """
    in_use = "{}.{}".format(*sys.version_info[:2])
    beside = Path(sys.base_prefix).parent
    found: dict[str, Path] = {}
    for version in supported():
        on_path = shutil.which(f"python{version}")
        candidates = [*([Path(on_path)] if on_path else []), *sorted(beside.glob(f"*/bin/python{version}"))]
        for candidate in candidates:
            if version != in_use and version not in found and _tells(candidate, version):
                found[version] = candidate
    return list(found.values())


def _tells(interpreter: Path, version: str) -> bool:
    """Whether it starts, and is what its name says; a version manager's shim may be neither."""
    done = subprocess.run([interpreter, "-c", _TELL], capture_output=True, text=True, check=False)
    return done.stdout.strip() == version
