"""The house rules that no linter knows, as checks; each check is itself shown to find what it looks for."""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MODULES = sorted((ROOT / "app").rglob("*.py"))
LONGEST = 300
CLOCK = "app/core/clock.py"
MAY_SELECT = ("app/register/", "app/security/", "app/journal/")
# What would let a rule reach the world, or give another verdict for the same facts.
IMPURE = frozenset(
    {
        "alembic",
        "asyncio",
        "fastapi",
        "http",
        "httpx2",
        "io",
        "logging",
        "orjson",
        "os",
        "pathlib",
        "prometheus_client",
        "psycopg",
        "pysqlite3",
        "random",
        "secrets",
        "shutil",
        "socket",
        "sqlalchemy",
        "sqlite3",
        "sqlmodel",
        "starlette",
        "subprocess",
        "sys",
        "tempfile",
        "threading",
        "time",
        "urllib",
        "uuid",
        "uuid_utils",
    }
)
IMPURE_BUILTINS = frozenset({"open", "print", "input", "eval", "exec"})

Finder = Callable[[ast.AST], Iterator[int]]


def _calls(tree: ast.AST) -> Iterator[ast.Call]:
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call))


def selects(tree: ast.AST) -> Iterator[int]:
    """Lines that begin a query: `select(…)`, `sqlmodel.select(…)`, `session.query(…)`."""
    for call in _calls(tree):
        match call.func:
            case ast.Name(id="select") | ast.Attribute(value=ast.Name(), attr="select" | "query"):
                yield call.lineno


def commits(tree: ast.AST) -> Iterator[int]:
    """Lines that commit."""
    for call in _calls(tree):
        match call.func:
            case ast.Attribute(attr="commit"):
                yield call.lineno


def clock_readings(tree: ast.AST) -> Iterator[int]:
    """Lines that ask the machine what time it is, called or handed on (`default_factory=date.today`)."""
    for node in ast.walk(tree):
        match node:
            case ast.Attribute(
                value=ast.Name(id="datetime" | "date") | ast.Attribute(attr="datetime" | "date"),
                attr="now" | "utcnow" | "today",
            ):
                yield node.lineno
            case ast.Attribute(value=ast.Name(id="time"), attr="time" | "time_ns"):
                yield node.lineno


def impurities(tree: ast.AST) -> Iterator[int]:
    """Lines that import or call what a pure function has no use for."""
    for node in ast.walk(tree):
        match node:
            case ast.Import(names=names) if any(name.name.split(".")[0] in IMPURE for name in names):
                yield node.lineno
            case ast.ImportFrom(module=str(module)) if module.split(".")[0] in IMPURE:
                yield node.lineno
            case ast.Call(func=ast.Name(id=name)) if name in IMPURE_BUILTINS:
                yield node.lineno


def places(finder: Finder, *, where: Callable[[str], bool] = lambda _path: True) -> list[str]:
    """`path:line` of all that the finder finds in the modules of app/ that `where` chooses."""
    found = []
    for module in MODULES:
        path = module.relative_to(ROOT).as_posix()
        if where(path):
            found += [f"{path}:{line}" for line in finder(ast.parse(module.read_text(encoding="utf-8")))]
    return found


def may_select(path: str) -> bool:
    name = path.rpartition("/")[2]
    return name == "queries.py" or name.endswith("_queries.py") or path.startswith(MAY_SELECT)


def test_queries_are_written_in_query_modules() -> None:
    assert places(selects, where=lambda path: not may_select(path)) == []


def test_one_place_commits() -> None:
    assert len(places(commits)) == 1, places(commits)


def test_one_module_reads_the_clock() -> None:
    assert places(clock_readings, where=lambda path: path != CLOCK) == []


def test_rules_are_pure() -> None:
    assert places(impurities, where=lambda path: path.startswith("app/rules/")) == []


def test_no_module_is_long() -> None:
    lengths = {
        module.relative_to(ROOT).as_posix(): len(module.read_text(encoding="utf-8").splitlines()) for module in MODULES
    }
    assert {path: length for path, length in lengths.items() if length > LONGEST} == {}


@pytest.mark.parametrize(
    ("finder", "source"),
    [
        (selects, "rows = session.exec(select(System))"),
        (selects, "import sqlmodel\nsqlmodel.select(System)"),
        (selects, "session.query(System)"),
        (commits, "session.commit()"),
        (commits, "self.session.commit()"),
        (clock_readings, "datetime.now(tz=UTC)"),
        (clock_readings, "import datetime\ndatetime.date.today()"),
        (clock_readings, "Field(default_factory=date.today)"),
        (clock_readings, "import time\ntime.time()"),
        (impurities, "import os.path"),
        (impurities, "from sqlalchemy.orm import Session"),
        (impurities, "def rule():\n    import time"),
        (impurities, "open('facts.json')"),
    ],
)
def test_a_breach_is_found(finder: Finder, source: str) -> None:
    assert list(finder(ast.parse(source)))


@pytest.mark.parametrize(
    ("finder", "source"),
    [
        (selects, "# select(System)\nselected = statement.where(selection(1))"),
        (commits, "message = 'session.commit()'"),
        (clock_readings, "clock.now()\nclock.today()"),
        (clock_readings, "import time\ntime.monotonic()"),
        (impurities, "from datetime import date\nfrom app.rules.facts import SystemFacts"),
    ],
)
def test_what_is_allowed_is_not_found(finder: Finder, source: str) -> None:
    assert list(finder(ast.parse(source))) == []


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("app/systems/queries.py", True),
        ("app/systems/filter_queries.py", True),
        ("app/register/facts.py", True),
        ("app/systems/service.py", False),
        ("app/registers/service.py", False),
    ],
)
def test_query_modules_are_known_by_name_and_place(path: str, *, allowed: bool) -> None:
    assert may_select(path) is allowed
