"""The dashboard and the alerts that are handed out ask for figures that the application really gives."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from app.http import metrics
from app.register import large_reads
from app.security import read_log
from tests.support.api import Api

DOCS = Path(__file__).parents[1] / "docs"
DASHBOARD: dict[str, Any] = json.loads((DOCS / "grafana" / "ansvarsregister.json").read_text("utf-8"))
#: Names of figures in an expression: they alone have these beginnings.
_NAMES = re.compile(r"\b(?:ansvarsregister|process|python)_[a-z0-9_]+")
_LABELS = re.compile(r'\b([a-z]+)(?:=~|!~|!=|=)"')
#: What the program that asks says of whom it asked.
_OF_PROMETHEUS = {"instance", "job"}


def expressions() -> dict[str, str]:
    """By panel and letter."""
    return {
        f"{panel['title']} {target['refId']}": target["expr"]
        for panel in DASHBOARD["panels"]
        for target in panel["targets"]
    }


def alerts() -> dict[str, str]:
    section = (DOCS / "operations.md").read_text("utf-8").partition("\n## Monitor\n")[2].partition("\n## ")[0]
    return {row: row for row in re.findall(r"`(.*?ansvarsregister_.*?)`", section)}


def exposed(api: Api) -> set[str]:
    """Every name of a series, after one request: figures with labels are there from then on."""
    api.read("/v1/systems")
    return set(re.findall(r"^([a-z_0-9]+)[{ ]", api.client.get("/metrics").text, re.MULTILINE))


def test_every_figure_that_is_asked_for_is_there(sqlite_api: Api) -> None:
    given = exposed(sqlite_api)
    for place, expression in (expressions() | alerts()).items():
        names = set(_NAMES.findall(expression))
        assert names, f"{place} asks for nothing"
        assert names <= given, place


def test_every_label_that_is_asked_for_is_one_of_the_figures() -> None:
    known = {
        *metrics.REQUESTS._labelnames,
        *metrics.SECONDS._labelnames,
        *large_reads.READS._labelnames,
        "le",
    } | _OF_PROMETHEUS
    for place, expression in (expressions() | alerts()).items():
        assert set(_LABELS.findall(expression)) <= known, place
        grouped = re.findall(r"\b(?:by|on) \(([^)]*)\)", expression)
        assert {label.strip() for labels in grouped for label in labels.split(",")} <= known, place


def test_every_figure_of_our_own_is_on_the_dashboard() -> None:
    shown = " ".join(expressions().values())
    for figure in (metrics.REQUESTS, metrics.SECONDS, read_log._LOST, large_reads.READS):
        assert figure._name in shown


@pytest.mark.parametrize("panel", DASHBOARD["panels"], ids=lambda panel: panel["title"])
def test_a_panel_asks_the_source_that_was_chosen(panel: dict[str, Any]) -> None:
    assert panel["datasource"] == {"type": "prometheus", "uid": "${datasource}"}
    assert all(target["datasource"] == panel["datasource"] for target in panel["targets"])
    assert all("$instance" in target["expr"] for target in panel["targets"])


def test_the_source_is_a_variable_and_no_panel_lies_on_another() -> None:
    assert [variable["name"] for variable in DASHBOARD["templating"]["list"]] == ["datasource", "instance"]
    assert len({panel["id"] for panel in DASHBOARD["panels"]}) == len(DASHBOARD["panels"])
    places = [panel["gridPos"] for panel in DASHBOARD["panels"]]
    cells = [
        (x, y) for at in places for x in range(at["x"], at["x"] + at["w"]) for y in range(at["y"], at["y"] + at["h"])
    ]
    assert len(cells) == len(set(cells))
    assert max(x for x, _ in cells) < 24
