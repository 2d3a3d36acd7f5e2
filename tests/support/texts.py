"""What the program says in two languages, found where it is written."""

import ast
from collections.abc import Iterator
from pathlib import Path

APP = Path(__file__).parents[2] / "app"


def texts() -> Iterator[tuple[str, ast.expr, ast.expr]]:
    """Where each `Text(…, da=…)` stands, and its two languages."""
    for path in sorted(APP.rglob("*.py")):
        source = path.read_text("utf-8")
        # Every worker comes by here, and reading a file as Python takes a hundred times as long as looking into it.
        if "app.core.languages" not in source:
            continue
        tree = ast.parse(source)
        if not any(isinstance(node, ast.ImportFrom) and node.module == "app.core.languages" for node in ast.walk(tree)):
            continue
        for node in ast.walk(tree):
            match node:
                case ast.Call(func=ast.Name("Text"), args=[english], keywords=[ast.keyword("da", danish)]):
                    yield f"{path.relative_to(APP)}:{node.lineno}", english, danish
                # Text(**…) is one that the document carries, which was written as a Text elsewhere.
                case ast.Call(func=ast.Name("Text"), keywords=keywords) if [each.arg for each in keywords] != [None]:
                    message = f"{path}:{node.lineno}: write Text(…, da=…)"
                    raise AssertionError(message)
