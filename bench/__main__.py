"""`python -m bench`: build the registers, measure, print the document; 1 where a figure is worse than the last one.

`--large` measures what 100,000 systems cost; `--write` keeps document, chart and history in docs/; `--form` writes the
document without figures; `--folder DIR` keeps the registers on SQLite, and takes those that are there.
"""

import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from app.core.memory import economise
from bench import bulk, reading, writing
from bench.databases import SQLITE, grounds
from bench.doors import doors
from bench.figures import Figure
from bench.history import ROOT, last_recorded, record, regressions
from bench.peers.comparing import compared
from bench.report import HEAD, chart, section

_DOCS = ROOT / "docs"
_SMALL, _LARGE, _FEW = 10_000, 100_000, 250


def measured(folder: Path, systems: int, seconds: float) -> Iterator[Figure]:
    """Of a register of the usual size, with two years behind it."""
    with grounds(folder) as made:
        small, both = made.make(_FEW, past=False), made.make(systems, past=True)
        for database, ground in both.items():
            yield from reading.reads(ground, seconds)
            yield from reading.people_by_size(small[database], ground, seconds)
            yield doors(ground, seconds)
        # Reads before the writes: a bench that is given its registers again finds most of them as they were.
        yield from compared(both[SQLITE], seconds)
        yield from reading.ceiling(both[SQLITE], seconds)
        for ground in both.values():
            yield from writing.writes(ground, seconds)
            yield from bulk.imports(ground, systems)
            yield from bulk.proposals(ground)


def measured_large(folder: Path, systems: int, seconds: float) -> Iterator[Figure]:
    """Of a large register, and of a small one beside it."""
    with grounds(folder) as made:
        small, large = made.make(_FEW, past=False), made.make(systems, past=False)
        for database, ground in large.items():
            yield from reading.pages_by_size(small[database], ground, seconds)
            yield from reading.memory_when_small(small[database])
            yield from reading.memory_after_reads(ground, seconds)
            yield from reading.exports(ground)
            yield from bulk.rebuild(ground)
            yield from bulk.large_imports(ground, systems)


def keep(figures: list[Figure], *, large: bool) -> None:
    """The document has a section for each size: the one that was not measured stays as it is."""
    path = _DOCS / "benchmarks.md"
    sections = dict.fromkeys((False, True), "")
    if path.exists():
        _, *found = path.read_text(encoding="utf-8").split("\n## ")
        sections |= {text.startswith("100,000"): f"## {text.strip()}\n" for text in found}
    sections[large] = section(figures, large=large)
    texts = [sections[each] or section([], large=each) for each in (False, True)]
    path.write_text("\n".join([HEAD, *texts]), encoding="utf-8")
    drawing = _DOCS / ("benchmarks-large.svg" if large else "benchmarks.svg")
    drawing.write_text(chart(figures, large=large), encoding="utf-8")


def main() -> None:
    # As whatever serves, or runs a command: files are imported in this process.
    economise()
    parser = ArgumentParser("python -m bench")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--form", action="store_true")
    parser.add_argument("--large", action="store_true")
    parser.add_argument("--folder", type=Path)
    parser.add_argument("--systems", type=int, help="Fewer, to try it out.")
    parser.add_argument("--seconds", type=float, default=0.45, help="Of each round.")
    options = parser.parse_args()
    if options.form:
        for large in (True, False):
            keep([], large=large)
        return
    run, usual = (measured_large, _LARGE) if options.large else (measured, _SMALL)
    begin = perf_counter()
    figures = []
    with nullcontext(options.folder) if options.folder else TemporaryDirectory() as name:
        for figure in run(Path(name), options.systems or usual, options.seconds):
            print(f"{perf_counter() - begin:4.0f} s  {figure.identity}: {_words(figure)}", file=sys.stderr)
            figures.append(figure)
    found = regressions(figures, last_recorded())
    if options.write:
        # First: it says whether the checkout was clean.
        record(figures)
        keep(figures, large=options.large)
    print(section(figures, large=options.large))
    for sentence in found:
        print(sentence, file=sys.stderr)
    sys.exit(1 if found else 0)


def _words(figure: Figure) -> str:
    value = "–" if figure.value is None else f"{figure.value:.3g} (rounds within {figure.spread:.0%})"
    return f"{value} {figure.note}".strip()


if __name__ == "__main__":
    main()
