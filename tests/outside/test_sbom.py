"""The bill of materials names every package that the program runs on: `make outside`."""

import importlib.util
import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.support.program import ROOT

pytestmark = pytest.mark.clients

_spec = importlib.util.spec_from_file_location("sbom", ROOT / "requirements/sbom.py")
assert _spec is not None
assert _spec.loader is not None
sbom = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(sbom)


def test_every_pin_is_in_it_with_its_version_and_hashes(tmp_path: Path) -> None:
    if not sbom.TOOL.exists():
        pytest.fail("The tool is not there. Run: make outside")
    written = sbom.main(tmp_path, "1.2.3")
    bom = json.loads(written.read_text())
    assert written.name == "ansvarsregister-1.2.3.cdx.json"
    pins = dict(re.findall(r"^([\w.-]+)==(\S+)", (ROOT / "requirements/runtime.txt").read_text(), re.MULTILINE))
    assert {each["name"]: each["version"] for each in bom["components"]} == pins
    assert [each["name"] for each in bom["components"] if not each["externalReferences"][0]["hashes"]] == []
    # It is under the licence of zlib, and says so in its files alone.
    assert {each["name"] for each in bom["components"] if not each.get("licenses")} <= {"pysqlite3"}


def test_the_same_lock_gives_the_same_bytes(tmp_path: Path) -> None:
    first, second = (sbom.main(tmp_path / name, "1.2.3").read_bytes() for name in ("a", "b"))
    assert first == second


def test_licence_that_spdx_does_not_know_is_not_written(tmp_path: Path) -> None:
    bom = json.loads(sbom.main(tmp_path, "1.2.3").read_text())
    bom["components"][0]["licenses"] = [{"license": {"id": "no-such-licence"}}]
    with pytest.raises(subprocess.CalledProcessError):
        sbom.validate(json.dumps(bom))
