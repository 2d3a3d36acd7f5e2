"""What many tests start from is made once a process, kept as a database, and copied for each of the others."""

from collections.abc import Callable
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from typing import Any, TypeVar

from tests.support.api import Api

T = TypeVar("T")


@dataclass(frozen=True)
class _Kept:
    """What `make` gave to the `first` Api, and where that stood before and after."""

    first: Api
    made: Any
    begun: tuple[datetime, int]
    instant: datetime
    number: int


#: By what makes it and the kind of database.
_kept: dict[tuple[str, bool], _Kept] = {}


def furnished(api: Api, make: Callable[[Api], T]) -> T:
    """What `make` gives for the Api, whose register nobody has written to; the work is done once.

    It is told apart by its name. The others get a copy of the database in the place of their own, and of what was
    made: with their Api where that has the first one.
    """
    database, databases = api.register.database, api.databases
    assert databases is not None, "Only the Api of a fixture knows where databases come from."
    key, begun = (f"{make.__module__}.{make.__qualname__}", database.local), _stands(api)
    url = database.url.render_as_string(hide_password=False)
    if key not in _kept:
        made = make(api)
        number = next(api._number)
        api._number = count(number)
        database.dispose()
        databases.keep(key[0], url)
        _kept[key] = _Kept(api, deepcopy(made, {id(api): api}), begun, api.time.instant, number)
        return made
    kept = _kept[key]
    assert kept.begun == begun, f"{key[0]} was made for a register that stood elsewhere."
    database.dispose()
    databases.bring_back(key[0], url)
    api.time.instant, api._number = kept.instant, count(kept.number)
    copied: T = deepcopy(kept.made, {id(kept.first): api})
    return copied


def _stands(api: Api) -> tuple[datetime, int]:
    return api.time.instant, api.register.edition().revision
