"""Which tests a run has: each belongs to one of four extents, so that what one leaves out another runs.

All tests run on SQLite in `make test`. Their twins on PostgreSQL do so where the database itself is what is tried;
elsewhere in `make postgresql`, which CI runs as well, and in the soak where the database has no part in the answer.
What is held to a time runs alone, as the soak begins: beside it another worker would take half of the machine.
"""

from collections.abc import Collection, Iterable
from enum import StrEnum
from typing import Any

import pytest

#: The folders of tests of what is kept and how, and of what is promised: transactions, locks, schema, journal.
OF_THE_DATABASE = frozenset({"core", "faults", "journal", "migrations", "models", "promises"})


class Extent(StrEnum):
    """What a run may be asked for."""

    TEST = "test"
    POSTGRESQL = "postgresql"
    #: The two above.
    BOTH = "both"
    SOAK = "soak"
    ALONE = "alone"
    ALL = "all"


#: Those that take so long that what fails is told at once.
TOLD_AT_ONCE = frozenset({Extent.SOAK, Extent.ALONE, Extent.ALL})
_PARTS = {Extent.BOTH: {Extent.TEST, Extent.POSTGRESQL}, Extent.ALL: set(Extent)}


def sampled(values: Iterable[Any], kept: Collection[Any]) -> list[Any]:
    """Values of a parameter: those of `kept` in each run, the others in the soak."""
    return [value if value in kept else pytest.param(value, marks=pytest.mark.soak) for value in values]


def on_postgresql(item: pytest.Item) -> bool:
    """Whether the test is the one on PostgreSQL of the two that the fixture `databases` makes."""
    case = getattr(item, "callspec", None)
    return case is not None and case.params.get("databases") == "postgresql"


def extent_of(item: pytest.Item) -> Extent:
    """The one that the test belongs to."""
    if item.get_closest_marker("alone"):
        return Extent.ALONE
    if item.get_closest_marker("soak"):
        return Extent.SOAK
    if not on_postgresql(item):
        return Extent.TEST
    if item.get_closest_marker("one_database"):
        return Extent.SOAK
    of_the_database = item.path.relative_to(item.config.rootpath / "tests").parts[0] in OF_THE_DATABASE
    return Extent.TEST if of_the_database else Extent.POSTGRESQL


def is_in(item: pytest.Item, asked: Extent) -> bool:
    """Whether a run of the extent has the test. The soak has all properties too, with more examples."""
    is_property = item.get_closest_marker("hypothesis") is not None
    return extent_of(item) in _PARTS.get(asked, {asked}) or (asked is Extent.SOAK and is_property)
