"""The document of the figures, with the goal beside each, and its chart."""

import platform
from collections.abc import Iterable, Sequence
from html import escape

from bench.databases import DATABASES, POSTGRES, SQLITE
from bench.figures import Figure, Goal, shown
from bench.generators import generator
from bench.goals import GOALS
from bench.reasons import REASONS

HEAD = """# Benchmarks

Made by `make bench` (10,000 systems) and `make bench-large` (100,000). Ratios, since machines differ (but for how
long an export keeps its reader waiting, and for memory): each is measured
in one run, in rounds that take turns with what it is compared with, and the median of the rounds is given. One worker
and eight connections. **Percent** is of the rate of a static route of the same service that returns as many bytes from
memory. **Cold** means that every request asks something that none has asked, so that no kept answer serves; where each
system is asked for by its key, a round ends early when every key has been asked. The columns of all systems, and the
cards that the pages show, are in memory by then, as in a worker that has served for a while. *No bodies kept* is the
same page from a worker that keeps no cards (`CARD_CACHE_BYTES=0`), as each page is that is asked for the first time
after a start. A page has 100 systems; a figure whose page had not says so.

The static route lies in the same application, outside `/v1`: a function like the register's own, found by the
framework's router behind all others, as it was when the goals were set. It passes the same middleware, but neither
authentication nor quotas. A route of Starlette that the router tries first answers up to twice as often.

SQLite writes as the register does (WAL, `synchronous=FULL`), PostgreSQL with `fsync` and `synchronous_commit` on, both
on the same disk. A bare durable insert is one row in one transaction, on the same database, in the same run. The peers
(Datasette, Django REST framework, and a service of FastAPI and SQLModel as the tutorials write it) serve the same
systems, units and owners from a plain SQLite file with indexes, 100 under the same filter, sorted by name, with the
total; each has one process, and none writes a log of its requests. They keep no answers, and neither does the
register's page, which is cold. An import of systems with owners, and of two budget lines for each, is held against an
executemany of those rows (systems, responsibilities, budget lines) into the register's own tables, with their keys and
conditions, in one transaction for each file.

Each run is compared with the last one in [benchmarks-history.csv](benchmarks-history.csv). It fails where a figure is
worse by more than the noise: the spread of its rounds, (largest - smallest) / median, then and now together, and at
least a tenth.

![The figures as a share of their goals](benchmarks.svg)

![The same of 100,000 systems](benchmarks-large.svg)
"""
_SECTIONS = (("10,000 systems", False), ("100,000 systems", True))
_ROW, _LEFT, _WIDTH, _MOST = 16, 430, 300, 2.0


def section(figures: Sequence[Figure], *, large: bool) -> str:
    title = _SECTIONS[large][0]
    measured = {(figure.key, figure.database): figure for figure in figures}
    machine = f"{platform.machine()}, Python {platform.python_version()}, {platform.system()}"
    lines = [
        f"## {title}",
        "",
        f"Machine: {machine}. Load: {generator()}." if figures else "Not measured yet.",
        "",
        f"| Scenario | {SQLITE} | Goal | Reached | {POSTGRES} | Goal | Reached |",
        "|---|---:|---:|---|---:|---:|---|",
    ]
    lines += [_line(goal, measured) for goal in GOALS if goal.large == large]
    notes = [f"- {figure.identity}: {figure.note}" for figure in figures if figure.note]
    missed = [goal for goal in GOALS if goal.large == large and _missed(goal, measured)]
    why = [f"- **{goal.name}**: {REASONS.get(goal.key, 'not looked into yet')}" for goal in missed]
    told = [*(["", *notes] if notes else []), *(["", "Not reached:", "", *why] if why else [])]
    return "\n".join([*lines, *told, ""])


def _missed(goal: Goal, measured: dict[tuple[str, str], Figure]) -> bool:
    found = (measured.get((goal.key, database)) for database in DATABASES)
    return any(
        figure is not None and figure.value is not None and not goal.reached(figure.database, figure.value)
        for figure in found
    )


def _line(goal: Goal, measured: dict[tuple[str, str], Figure]) -> str:
    cells = []
    for database in DATABASES:
        figure = measured.get((goal.key, database))
        if figure is None or figure.value is None:
            cells += ["–" if figure is None else "not available", goal.words(database), ""]
            continue
        reached = "yes" if goal.reached(database, figure.value) else "**no**"
        cells += [
            shown(figure.value, goal.unit),
            goal.words(database),
            "" if goal.on(database) is None else reached,
        ]
    return f"| {goal.name} | {' | '.join(cells)} |".replace("|  |", "| |")


def chart(figures: Iterable[Figure], *, large: bool) -> str:
    """A bar for each figure that has a goal: how far it gets, where the line is the goal itself."""
    bars = []
    names = {goal.key: goal for goal in GOALS if goal.large == large}
    for figure in figures:
        goal = names.get(figure.key)
        bound = goal.on(figure.database) if goal else None
        if goal is None or bound is None or not figure.value:
            continue
        got = bound / figure.value if goal.at_most else figure.value / bound
        bars.append((f"{goal.name} ({figure.database})", got, shown(figure.value, goal.unit)))
    height = _ROW * (len(bars) + 2)
    goal_line = _LEFT + _WIDTH / _MOST
    parts = [
        (
            f'<svg xmlns="http://www.w3.org/2000/svg" width="{_LEFT + _WIDTH + 80}" height="{height}" '
            'font-family="sans-serif" font-size="11" role="img">'
        ),
        "<title>The figures as a share of their goals: past the line is reached</title>",
        '<rect width="100%" height="100%" fill="#fff"/>',
    ]
    for number, (name, got, value) in enumerate(bars):
        top = _ROW * (number + 1)
        width = min(got, _MOST) / _MOST * _WIDTH
        colour = "#2a7d4f" if got >= 1 else "#b3401f"
        parts += [
            f'<text x="{_LEFT - 6}" y="{top + 11}" text-anchor="end">{escape(name)}</text>',
            f'<rect x="{_LEFT}" y="{top + 2}" width="{width:.0f}" height="{_ROW - 5}" fill="{colour}"/>',
            f'<text x="{_LEFT + width + 5:.0f}" y="{top + 11}">{value}</text>',
        ]
    parts.append(f'<path d="M{goal_line:.0f} {_ROW - 4}V{height - _ROW}" stroke="#222" stroke-dasharray="3 2"/></svg>')
    return "\n".join(parts) + "\n"
