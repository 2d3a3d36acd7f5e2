"""docs/architecture.md names modules and functions: each is there, so that the page cannot grow old unseen."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs/architecture.md"
MOST_LINES = 120
#: `app/x/y.py` or `app/x/y.py:name` or `app/x/y.py:Class.method`.
_NAMED = re.compile(r"(app/[\w/]+\.py)(?::([A-Za-z_][\w.]*))?")
_LINK = re.compile(r"\]\(([^)#:]+)\)")


def defines(tree: ast.AST, name: str) -> bool:
    """Whether a module, or a class in it, defines the dotted name."""
    first, _, rest = name.partition(".")
    for node in ast.iter_child_nodes(tree):
        match node:
            case ast.FunctionDef(name=found) | ast.AsyncFunctionDef(name=found) | ast.ClassDef(name=found):
                if found == first:
                    return not rest or defines(node, rest)
            case ast.Assign(targets=[ast.Name(id=found)]) | ast.AnnAssign(target=ast.Name(id=found)):
                if found == first:
                    return not rest
    return False


def missing(text: str) -> list[str]:
    """What the text names and the code does not have."""
    gone = []
    for path, name in _NAMED.findall(text):
        file = ROOT / path
        if not file.is_file() or (name and not defines(ast.parse(file.read_text(encoding="utf-8")), name)):
            gone.append(f"{path}:{name}" if name else path)
    return gone


def test_everything_that_the_page_names_is_there() -> None:
    text = PAGE.read_text(encoding="utf-8")
    assert len(_NAMED.findall(text)) > MOST_LINES // 4, "the page names hardly anything"
    assert missing(text) == []
    assert [link for link in _LINK.findall(text) if not (PAGE.parent / link).is_file()] == []


def test_every_name_of_the_page_says_in_which_module_it_is() -> None:
    """A name without its module would be held to nothing."""
    for quoted in re.findall(r"`([^`\n]+)`", PAGE.read_text(encoding="utf-8")):
        assert not re.fullmatch(r"[A-Z]\w+\.\w+|\w+\(\)|\w*[a-z]_\w+", quoted), quoted


def test_page_is_short_enough_to_be_read() -> None:
    assert len(PAGE.read_text(encoding="utf-8").splitlines()) <= MOST_LINES


def test_what_is_not_there_is_found() -> None:
    assert missing("`app/main.py:create_app` `app/http/writing.py:Writing.run` `app/main.py`") == []
    said = "`app/gone.py` `app/main.py:gone` `app/http/writing.py:Writing.gone` `app/http/writing.py:Write.run`"
    assert missing(said) == [
        "app/gone.py",
        "app/main.py:gone",
        "app/http/writing.py:Writing.gone",
        "app/http/writing.py:Write.run",
    ]
