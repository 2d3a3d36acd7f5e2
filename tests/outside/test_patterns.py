"""A pattern without end is found, and one that ends is not."""

from pathlib import Path

import pytest

from tests.outside import patterns


@pytest.mark.clients
@pytest.mark.parametrize(("pattern", "found"), [(r"(?:\s+|#)*x", True), (r"(?:\s|#)*x", False)])
def test_a_pattern_without_end_is_found(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], pattern: str, found: bool
) -> None:
    if not patterns.TOOL.exists():
        pytest.fail("The tool is not there. Run: make outside")
    (tmp_path / "some.py").write_text(f'import re\n\nFOUND = re.compile(r"{pattern}")\n', encoding="utf-8")
    assert patterns.check(tmp_path) == found
    assert ("Vulnerable regex" in capsys.readouterr().err) is found
