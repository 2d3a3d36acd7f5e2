"""The gate of the suite: a run in which tests meet too few lines fails, and says which they leave out."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.support.measuring import hold_to_the_gate, lines_not_run


def measured(folder: Path, percent: float) -> None:
    lines = {"executed_lines": [1, 2], "missing_lines": [4, 5]}
    whole = {"summary": {"percent_covered": percent}, "files": {"app/one.py": lines}}
    (folder / "merged.json").write_text(json.dumps(whole), "utf-8")


@pytest.mark.parametrize(
    ("percent", "before", "after"),
    [
        (95.1, pytest.ExitCode.OK, pytest.ExitCode.OK),
        (94.9, pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED),
        (94.9, pytest.ExitCode.INTERRUPTED, pytest.ExitCode.INTERRUPTED),
        (None, pytest.ExitCode.OK, pytest.ExitCode.TESTS_FAILED),
    ],
)
def test_a_run_that_meets_too_few_lines_fails(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, percent: float | None, before: int, after: int
) -> None:
    monkeypatch.setenv("SLIPCOVER_COVERAGE_DIR", str(tmp_path))
    if percent is not None:
        measured(tmp_path, percent)
    session: Any = SimpleNamespace(exitstatus=before)
    said = list(lines_not_run(hold_to_the_gate(session)))
    assert session.exitstatus == after
    if percent is not None:
        assert said == ["app/one.py: 4-5", f"Tests run {percent} % of the lines; at least 95.0 % are asked for."]
