"""One name, one meaning: no class or type is called as another one is elsewhere."""

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: The kind of import and the dataset of export of the same rows: two sides of one file.
BOTH_SIDES = {"Budgets", "Contracts", "People", "Positions", "Responsibilities", "Systems", "Units"}


@cache
def named(path: Path) -> set[str]:
    """The classes and type aliases that the module defines for itself; a type variable means what it stands beside."""
    names = set()
    for node in ast.parse(path.read_text("utf-8")).body:
        match node:
            case ast.ClassDef(name=name):
                names.add(name)
            case ast.Assign(targets=[ast.Name(id=name)], value=value) if "TypeVar" not in ast.dump(value):
                # Constants are all capitals.
                names.update({name} if name[0].isupper() and not name.isupper() else ())
    return names


def test_every_class_and_type_has_a_name_of_its_own() -> None:
    places: dict[str, list[str]] = defaultdict(list)
    for path in sorted((ROOT / "app").rglob("*.py")):
        for name in named(path):
            places[name].append(str(path.relative_to(ROOT)))
    assert {name: found for name, found in places.items() if len(found) > 1 and name not in BOTH_SIDES} == {}


def test_exceptions_are_still_needed() -> None:
    for name in BOTH_SIDES:
        found = [path for path in (ROOT / "app").rglob("*.py") if name in named(path)]
        assert {path.parent.name for path in found} == {"exports", "kinds"}, name
