"""What the rules and the cards say, as a digest: of the code as it runs, without comments, docstrings and formatting.

`python -m tests.support.meaning` writes it down beside the number of the release that means it.
"""

import ast
import json
import sys
from collections.abc import Iterator
from hashlib import sha256
from pathlib import Path
from typing import Any

from app.register.meaning import MEANING

ROOT = Path(__file__).resolve().parents[2]
STORED = ROOT / "tests/register/meaning.json"
#: Where cards, findings and stretches of holders are derived. What they import counts as well, and what that imports.
STARTS = tuple(f"app.register.{name}" for name in ("evaluation", "holders", "loading", "policy"))
#: Tables and their history are facts, not what is made of them.
APART = ("app.models", "app.journal")


def parse(source: str) -> ast.Module:
    return ast.parse(source)


def said(node: Any) -> Any:
    """The syntax tree as lists, alike on every Python: without positions, docstrings, and what is empty."""
    if isinstance(node, ast.AST):
        fields = ((name, said(value)) for name, value in ast.iter_fields(node) if name not in {"kind", "type_comment"})
        return [type(node).__name__, *([name, value] for name, value in fields if value not in (None, []))]
    if isinstance(node, list):
        return [said(each) for each in node if not _is_docstring(each)]
    return node if node is None or isinstance(node, list | str | int) else repr(node)


def _is_docstring(node: Any) -> bool:
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def deriving() -> dict[str, Path]:
    """The modules that cards and findings depend on, by name; every rule of the catalogue is one."""
    found: dict[str, Path] = {}
    waiting = [*STARTS, *(_name(path) for path in (ROOT / "app/rules").rglob("*.py"))]
    while waiting:
        name = waiting.pop()
        path = _path(name)
        if path is not None and name not in found and not name.startswith(APART):
            found[name] = path
            waiting.extend(_imports(parse(path.read_text(encoding="utf-8"))))
    return dict(sorted(found.items()))


def _name(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__")


def _path(name: str) -> Path | None:
    if name != "app" and not name.startswith("app."):
        return None
    path = ROOT.joinpath(*name.split("."))
    return next((each for each in (path.with_suffix(".py"), path / "__init__.py") if each.exists()), None)


def _imports(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{alias.name}" for alias in node.names)


def digest() -> str:
    """Of all of them. Strings count: a message in Danish is what a card says."""
    trees = {name: said(parse(path.read_text(encoding="utf-8"))) for name, path in deriving().items()}
    return sha256(json.dumps(trees, ensure_ascii=False).encode()).hexdigest()


def now() -> dict[str, Any]:
    return {"meaning": MEANING, "digest": digest()}


def stored() -> dict[str, Any]:
    found: dict[str, Any] = json.loads(STORED.read_text(encoding="utf-8"))
    return found


if __name__ == "__main__":
    STORED.write_text(json.dumps(now(), indent=2) + "\n", encoding="utf-8")
    sys.stdout.write(f"{STORED.relative_to(ROOT)} is written: meaning {MEANING}.\n")
