"""A release is a version with its entry in the changelog."""

import re
from pathlib import Path

from app import __version__

CHANGELOG = Path(__file__).parents[2] / "CHANGELOG.md"
ENTRY = re.compile(r"^## \[(\d+\.\d+\.\d+)\] - (\d{4}-\d{2}-\d{2}|unreleased)$", re.MULTILINE)


def test_version_is_the_newest_entry_of_the_changelog() -> None:
    text = CHANGELOG.read_text(encoding="utf-8")
    entries = ENTRY.findall(text)
    assert entries[0][0] == __version__
    assert len(entries) == text.count("\n## "), "a heading is `## [1.2.3] - 2026-03-02`, or `- unreleased`"
    versions = [tuple(map(int, version.split("."))) for version, _ in entries]
    assert versions == sorted(versions, reverse=True)
    assert all(day != "unreleased" for _, day in entries[1:])
