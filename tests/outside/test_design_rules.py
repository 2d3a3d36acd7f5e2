"""The document keeps the Dutch design rules, and the rule set notices a document that does not: `make outside`."""

import json
import os
import re
import subprocess
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.support.program import ROOT

pytestmark = pytest.mark.clients

FOLDER = Path(__file__).parent / "spectral"
RULES = FOLDER / "rules.yaml"
DOCUMENT = ROOT / "docs/openapi.json"
SPECTRAL = FOLDER / "node_modules/.bin/spectral"
Json = dict[str, Any]


def lint(document: Path) -> list[Json]:
    """What Spectral finds, down to its hints."""
    if not SPECTRAL.exists():
        pytest.fail("Spectral is not there. Run: make outside")
    path = f"{ROOT}/.venv-clients/bin{os.pathsep}{os.environ['PATH']}"
    command: list[str | Path] = [SPECTRAL, "lint", "--ruleset", RULES, "--format", "json", "--quiet", document]
    done = subprocess.run(command, capture_output=True, text=True, env={**os.environ, "PATH": path}, check=False)
    assert done.stdout, done.stderr
    found: list[Json] = json.loads(done.stdout)
    return found


def test_the_document_keeps_every_rule() -> None:
    assert [f"{found['code']}: {found['message']}" for found in lint(DOCUMENT)] == []


def test_every_rule_notices_what_breaks_it(tmp_path: Path) -> None:
    broken = tmp_path / "openapi.json"
    broken.write_text(json.dumps(spoilt(json.loads(DOCUMENT.read_text()))))
    ours = {name for name in yaml.safe_load(RULES.read_text())["rules"] if name.startswith("nlgov-")}
    assert ours - {found["code"] for found in lint(broken)} == set()


def test_every_rule_names_the_rule_of_the_standard() -> None:
    rules = yaml.safe_load(RULES.read_text())["rules"]
    unnamed = [
        name
        for name, rule in rules.items()
        if name.startswith("nlgov-") and not re.match(r"/core/[a-z/-]+[:,]", rule["description"])
    ]
    assert unnamed == []


def spoilt(document: Json) -> Json:
    """Each rule is broken at one place or another."""
    document = deepcopy(document)
    paths, schemas = document["paths"], document["components"]["schemas"]
    document["openapi"] = "3.1"
    document["info"]["version"] = "1"
    document["info"].pop("contact")
    unit = paths["/v1/units/{id}"]
    paths["/v1/handovers/{id}/accept"]["get"] = {"requestBody": {}, "responses": {"299": {}}}
    paths["/v1/unit/{id}"] = {"delete": {"responses": {}}, "trace": {}}
    paths["/v1/get-units/"] = {"get": {"parameters": [{"name": "api_key", "in": "query"}], "responses": {"422": {}}}}
    paths["/units"] = {"get": {"responses": {"200": {"headers": {}}}}}
    unit["get"]["parameters"].append({"name": "secret", "in": "query", "schema": {}})
    unit["get"]["security"] = []
    document["components"]["responses"]["Problem404"]["content"] = {"text/html": {}}
    unit["patch"]["parameters"] = []
    schemas["Problem"]["properties"].pop("type")
    schemas["UnitView"]["properties"] |= {"snake_case": {"type": "string"}, "seenAt": {"type": "string"}}
    return document
