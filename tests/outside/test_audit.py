"""What pip-audit says, and what is made of it: no answer is no clean bill."""

from pathlib import Path

import pytest

from tests.outside.audit import audit


@pytest.mark.parametrize(
    ("says", "ends", "status", "told"),
    [
        ("No known vulnerabilities found", 0, 0, "no known weaknesses"),
        ("Found 1 known vulnerability in 1 package", 1, 1, "Found 1 known"),
        ("ERROR: Could not connect to the service: Max retries exceeded", 1, 2, "NOT LOOKED AT"),
        ("Dependency not found on PyPI and could not be audited: anyio", 0, 2, "NOT LOOKED AT"),
        ("ERROR: the file cannot be parsed", 1, 1, "cannot be parsed"),
    ],
)
def test_only_an_answer_of_the_lists_is_a_clean_bill(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], says: str, ends: int, status: int, told: str
) -> None:
    tool = tmp_path / "pip-audit"
    tool.write_text(f"#!/bin/sh\necho '{says}'\nexit {ends}\n")
    tool.chmod(0o755)
    assert audit(tmp_path / "runtime.txt", tool) == status
    assert told in capsys.readouterr().err
