"""Random questions about the list of systems, and what the database answers them with, read as for the past."""

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

import orjson

from app.http.page_queries import read_known_page
from app.security.reader import Reader
from app.systems import queries
from app.systems.listing import SYSTEM_SORT, SystemFilter
from app.vocabulary import Criticality, Duty, FundingState, Lifecycle, PersonalData, Severity
from tests.support.api import Api

Ids = Mapping[str, list[str]]
#: Words, parts of them, and what is no word.
PARTS = [
    *("system", "yst", "aa", "aeldre", "ældre", "Å", "s s", "et ord", "%", "_", "a%b", "¨", "ﬁ", "fi", "\\", "'"),
    *("ﬁnans¨", "ø", "oe", "o", "100", "½", "İ", "ß", "ss", "e\u0301", "é", "s\u00a0s"),
]
SORTS = [sign + name for name in SYSTEM_SORT.names for sign in ("", "-")]
Question = dict[str, Any]


def question(random: Random, ids: Ids) -> Question:
    """Up to three filters, and an order."""
    asked: Question = {"sort": ",".join(random.sample(SORTS, random.choice([1, 1, 2])))}
    for name in random.sample(list(FILTERS), random.choice([0, 1, 1, 2, 3])):
        value = FILTERS[name](random, ids)
        if value not in (None, []):
            asked[name] = value
    if "unitId" in asked:
        asked["includeSubunits"] = random.choice(["true", "false"])
    return asked


def _some(kind: str) -> Callable[[Random, Ids], Any]:
    return lambda random, ids: random.sample(ids[kind], min(2, len(ids[kind]))) if ids.get(kind) else None


def _of(values: Any) -> Callable[[Random, Ids], Any]:
    listed = list(values)
    return lambda random, _: random.sample(listed, random.choice([1, 2]))


def _one(*values: str) -> Callable[[Random, Ids], Any]:
    return lambda random, _: random.choice(values)


FILTERS: dict[str, Callable[[Random, Ids], Any]] = {
    "q": _one(*PARTS),
    "criticality": _of(Criticality.labels()),
    "lifecycle": _of(Lifecycle.labels()),
    "personalData": _of(PersonalData.labels()),
    "unitId": _some("unit"),
    "fundingState": _of(FundingState.labels()),
    "rule": _of(["OWN001", "OWN002", "DUT001", "FUN001", "LIF005", "XYZ999"]),
    "minSeverity": _one(*Severity.labels()),
    "waived": _one("true", "false"),
    "kle": _of(["27", "27.18", "27.18.02", "85", "01"]),
    "supplier": _of(["Søborg Data", "SOEBORG data", "ﬁnans", "Findes ikke"]),
    "source": _of(["cmdb", "andet"]),
    "externalId": _of(["1", "2", "3"]),
    "changedSince": _one("2026-03-02", "2026-03-20", "2026-03-02T09:00:00Z", "2027-01-01"),
    "phasedOutBefore": _one("2026-04-02", "2027-01-01", "2026-01-01"),
    "ownerPositionId": _some("position"),
    "ownerPersonId": _some("person"),
    "ownerUnitId": _some("unit"),
    "ownerLevelMin": _one("0", "2", "5"),
    "ownerLevelMax": _one("0", "2", "5"),
    "hasOwner": _one("true", "false"),
    "duty": _of(Duty.labels()),
    "positionId": _some("position"),
    "personId": _some("person"),
}


def answered(api: Api, asked: Question, limit: int) -> tuple[list[Any], int]:
    """All pages one after the other, and the number that each says."""
    items: list[Any] = []
    totals: set[int] = set()
    cursor: Question = {}
    while not totals or cursor:
        page = api.read("/v1/systems", **asked, **cursor, limit=limit)
        cursor = {"cursor": page["nextCursor"]} if page["nextCursor"] else {}
        assert page["nextCursor"] is None or len(page["items"]) == limit
        items += page["items"]
        totals.add(page["total"])
    (total,) = totals
    return items, total


def in_the_database(api: Api, asked: Question) -> list[Any]:
    """The same out of SQL."""
    lists = {name: [value] if isinstance(value, str) and _takes_many(name) else value for name, value in asked.items()}
    query = SystemFilter.model_validate({**lists, "sort": [asked["sort"]], "limit": 200})
    with api.register.database.reading() as session:
        known = Reader(api.register, session).now
        page = read_known_page(known, queries.select_cards(known, query), queries.order(known), query)
        assert page.next_cursor is None
        assert page.total == len(page.rows)
        return [orjson.loads(body) for body in queries.bodies(known, page.rows)]


def _takes_many(name: str) -> bool:
    (field,) = (field for field in SystemFilter.model_fields.values() if field.alias == name)
    return field.default == []
