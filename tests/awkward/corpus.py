"""All awkward spreadsheets, by name; each is built when it is asked for."""

import inspect
from collections.abc import Callable
from types import ModuleType

from tests.awkward import cells, days, layouts, mappings, money, texts, workbooks
from tests.awkward.case import Case


def _of(module: ModuleType) -> dict[str, Callable[[], Case]]:
    """The public functions that the module itself declares."""
    return {
        name: function
        for name, function in vars(module).items()
        if inspect.isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_")
    }


CORPUS: dict[str, Callable[[], Case]] = {
    name: function
    for module in (layouts, workbooks, texts, cells, days, money, mappings)
    for name, function in _of(module).items()
}
