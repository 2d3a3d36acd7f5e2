"""`docs/reliability.md`: what the service went through, in figures; each long test writes its own section."""

import os
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

FILE = Path(__file__).parents[2] / "docs" / "reliability.md"
OPENING = """\
# What the service went through

Each section is written by the test that it names the figures of: `RELIABILITY=write make soak` writes them again.
"""
_SECTION = re.compile(r"<!-- begin (?P<title>.+?) -->\n(?P<body>.*?)<!-- end -->\n", re.DOTALL)


def record(title: str, figures: Mapping[str, object], *, file: Path = FILE) -> None:
    """Rewrite the title's section, where the run was asked to: `RELIABILITY=write`. The others stay as they are."""
    if os.environ.get("RELIABILITY") != "write":
        return
    known = file.read_text(encoding="utf-8") if file.exists() else ""
    sections = {match["title"]: match["body"] for match in _SECTION.finditer(known)}
    sections[title] = _body(title, figures)
    written = [f"<!-- begin {name} -->\n{body}<!-- end -->\n" for name, body in sorted(sections.items())]
    file.write_text("\n".join([OPENING, *written]), encoding="utf-8")


def _body(title: str, figures: Mapping[str, object]) -> str:
    lines = "".join(f"| {name} | {value} |\n" for name, value in figures.items())
    day = datetime.now(UTC).date().isoformat()
    return f"## {title}\n\nRun on {day}.\n\n| Figure | Value |\n|---|---|\n{lines}"
