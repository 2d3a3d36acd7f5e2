"""Which lines of the program no test runs, and whether those are too many.

slipcover puts a probe into each line, which notes the line when it is run first; tracing each call made the suite half
as long again. It measures in the workers of pytest-xdist and puts together what they have found; here it is asked to,
and its answer read.
"""

import json
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest
from slipcover import pytest_plugin
from slipcover.slipcover import format_missing

#: Of the lines, in percent.
LEAST = 95.0
#: After so many vain calls of a probe slipcover goes through all functions, and takes out those that are done.
#: With its own 50 that took longer than the tests did: four times as long as calling them.
_NEVER = 1_000_000_000
if pytest_plugin._slipcover_instance is not None:
    # This process measures. A probe has the number from the import of its line: this module comes before the program.
    pytest_plugin._slipcover_instance.d_miss_threshold = _NEVER
#: What no test has to run.
_LEFT_OUT = (r"if TYPE_CHECKING:", r"assert_never\(", r"@abstractmethod", r"^if __name__ == .__main__.:")


def ask_to_measure(config: pytest.Config) -> None:
    """Called where the run begins, before there are workers. Raises UsageError where there will be none."""
    if not getattr(config.option, "numprocesses", None):
        message = "--measure needs workers: -n 2"
        raise pytest.UsageError(message)
    os.environ |= {
        "SLIPCOVER_ENABLED": "1",
        "SLIPCOVER_SOURCE": "app",
        "SLIPCOVER_EXCLUDE_LINES": "\n".join(_LEFT_OUT),
    }


def hold_to_the_gate(session: pytest.Session) -> Mapping[str, Any] | None:
    """What was measured, once every worker has said; the run fails where it is too little."""
    whole = Path(os.environ["SLIPCOVER_COVERAGE_DIR"], "merged.json")
    measured: Mapping[str, Any] | None = json.loads(whole.read_text("utf-8")) if whole.exists() else None
    if (measured is None or covered(measured) < LEAST) and session.exitstatus == pytest.ExitCode.OK:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED
    return measured


def covered(measured: Mapping[str, Any]) -> float:
    """In percent of the lines."""
    share: float = measured["summary"]["percent_covered"]
    return share


def lines_not_run(measured: Mapping[str, Any] | None) -> Iterator[str]:
    """The lines that no test runs, by file, and the sum."""
    if measured is None:
        yield "No worker has told what it measured."
        return
    for file, lines in sorted(measured["files"].items()):
        if lines["missing_lines"]:
            yield f"{file}: {format_missing(lines['missing_lines'], lines['executed_lines'], [])}"
    yield f"Tests run {covered(measured):.1f} % of the lines; at least {LEAST} % are asked for."
