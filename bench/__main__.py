"""`python -m bench`: build the registers, measure, print a table.

`--write` keeps it in docs/benchmarks.md; `--folder DIR` keeps the registers, and takes those that are there.
"""

import platform
import sys
from argparse import ArgumentParser
from contextlib import nullcontext
from itertools import chain
from pathlib import Path
from tempfile import TemporaryDirectory

from bench.scenarios import Figure, as_of, doors, escalation, imports, one_write, reads, rebuild, who_answered

_DOCUMENT = Path(__file__).resolve().parents[1] / "docs" / "benchmarks.md"


def table(figures: list[Figure]) -> str:
    lines = [
        "# Benchmarks",
        "",
        "Made by `make bench`. Ratios, measured in one run on SQLite with one worker and eight connections; the",
        "static route is one of the same application that returns as many bytes from memory.",
        "",
        f"Machine: {platform.machine()}, Python {platform.python_version()}, {platform.system()}.",
        "",
        "| Scenario | Measured | Goal | Reached |",
        "|---|---:|---:|---|",
    ]
    for figure in figures:
        reached = "yes" if figure.reached else "**no**"
        unit = f" {figure.unit}" if figure.unit else ""
        lines.append(f"| {figure.name} | {figure.value:.2f}{unit} | {figure.goal}{unit} | {reached} |")
    return "\n".join(lines) + "\n"


def main() -> None:
    parser = ArgumentParser("python -m bench")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with nullcontext(options.folder) if options.folder else TemporaryDirectory() as name:
        folder = Path(name)
        figures = []
        scenarios = (reads, doors, escalation, who_answered, as_of, one_write, rebuild)
        for figure in chain(*(scenario(folder) for scenario in scenarios), imports()):
            print(f"{figure.name}: {figure.value:.3f} {figure.unit}", file=sys.stderr)
            figures.append(figure)
    document = table(figures)
    if options.write:
        _DOCUMENT.write_text(document, encoding="utf-8")
    print(document)


if __name__ == "__main__":
    main()
