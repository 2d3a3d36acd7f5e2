"""The bill of materials of a release: `make sbom` writes what the program runs on to dist/, as CycloneDX.

Names, versions and hashes are those of the lock; the licences are what the installed packages say of themselves. The
same commit gives the same bytes.
"""

import json
import subprocess
import sys
from importlib.metadata import PackageNotFoundError, metadata
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
TOOL = ROOT / ".venv-outside/bin/cyclonedx-py"
#: Of some of them the licence stands nowhere but among the classifiers.
_CLASSIFIER = "License :: OSI Approved :: "
_LONGEST_NAME = 80
#: Run by the tool's own Python, which has the schema of CycloneDX and its list of SPDX identifiers.
_VALIDATION = """
import sys
from cyclonedx.schema import SchemaVersion
from cyclonedx.validation.json import JsonStrictValidator
sys.exit(JsonStrictValidator(SchemaVersion.V1_6).validate_str(sys.stdin.buffer.read().decode()))
"""


def main(folder: Path, version: str) -> Path:
    """Write it, and give where."""
    command = [str(TOOL), "requirements", "--pyproject", str(ROOT / "pyproject.toml"), "--mc-type", "application"]
    command += ["--output-reproducible", "--no-validate", "--sv", "1.6", "--of", "JSON", "-o", "-"]
    done = subprocess.run([*command, str(ROOT / "requirements/runtime.txt")], capture_output=True, check=True)
    bom = json.loads(done.stdout)
    bom["metadata"]["component"]["version"] = version
    for component in bom["components"]:
        add_licence(component)
    text = json.dumps(bom, indent=2, ensure_ascii=False, sort_keys=True) + "\n"
    validate(text)
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / f"ansvarsregister-{version}.cdx.json"
    written.write_text(text, encoding="utf-8")
    return written


def validate(text: str) -> None:
    """Hold it, with the licences, against the schema of CycloneDX; raises where it does not keep it."""
    subprocess.run([TOOL.with_name("python"), "-c", _VALIDATION], input=text.encode(), check=True)


def add_licence(component: dict[str, Any]) -> None:
    """What the package says. One that is not installed here, for another system, stays without."""
    try:
        said = metadata(component["name"])
    except PackageNotFoundError:
        return
    if said["License-Expression"]:
        component["licenses"] = [{"expression": said["License-Expression"]}]
        return
    names = [line.removeprefix(_CLASSIFIER) for line in said.get_all("Classifier", []) if line.startswith(_CLASSIFIER)]
    # Some have their whole licence there; a name is one short line.
    short = (
        [said["License"]]
        if said["License"] and len(said["License"]) < _LONGEST_NAME and "\n" not in said["License"]
        else []
    )
    component["licenses"] = [{"license": {"name": name}} for name in names or short]


if __name__ == "__main__":
    sys.path.insert(0, str(ROOT))
    from app import __version__

    sys.stderr.write(f"{main(ROOT / 'dist', __version__)} is written.\n")
