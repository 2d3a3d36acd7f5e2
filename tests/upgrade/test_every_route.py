"""What an earlier release has written is migrated, and answers every route: now, on other days, and as known then."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import cycle, product
from typing import Any
from urllib.parse import quote

import pytest
from sqlalchemy import ColumnElement, Table, func, or_, select

from app.core.migrate import known_revisions
from app.models import metadata
from tests.support.api import Api, open_api
from tests.support.databases import Databases
from tests.support.document import DOCUMENT
from tests.upgrade.databases import cases, revisions, upgraded

#: Some days after the last that anything was written on.
LATER = datetime(2026, 3, 10, 9, tzinfo=UTC)
ROUTES: dict[str, Any] = {path: item["get"] for path, item in DOCUMENT["paths"].items() if "get" in item}
PARAMETERS = {
    path: {each["name"]: each["schema"] for each in operation.get("parameters", [])}
    for path, operation in ROUTES.items()
}
EXPORTS = "/v1/exports/"
#: Where the ids of a path come from, by its area.
TABLES = {
    "units": "unit",
    "positions": "position",
    "tenures": "tenure",
    "people": "person",
    "absences": "absence",
    "systems": "system",
    "responsibilities": "responsibility",
    "handovers": "handover",
    "disputes": "dispute",
    "attestations": "attestation",
    "attestation-requests": "attestation_request",
    "attestation-campaigns": "attestation_campaign",
    "budget-lines": "budget_line",
    "contracts": "contract",
    "findings": "finding",
    "imports": "import_report",
    "jobs": "job",
    "tokens": "access_token",
}
#: Parameters by which an answer is another one, so that each of their values is asked for.
TELLING = ("state", "dialect", "basis")
#: Files with faults are kept for a week, and no earlier release kept any.
NOT_KEPT = "/v1/imports/{id}/annotated.xlsx"
SQLITE_WILL_DO = pytest.mark.one_database("reads the rows that the other tests read on both")
Address = str
Params = dict[str, str]


@dataclass
class Upgraded:
    """The register after the upgrade, and what is in it."""

    api: Api
    #: When it was written, first and last.
    first: datetime
    last: datetime

    def rows(self, *columns: Any, where: ColumnElement[bool] | None = None) -> Sequence[Any]:
        statement = select(*columns) if where is None else select(*columns).where(where)
        with self.api.register.database.reading() as session:
            return session.execute(statement.distinct()).all()

    def instants(self) -> list[datetime]:
        """Moments of the past: the day after the first write, the middle, just before the last write."""
        middle = self.first + (self.last - self.first) / 2
        return [self.first + timedelta(days=1), middle, self.last - timedelta(seconds=1)]

    def addresses(self, path: str) -> list[Address]:
        """The path for everything that there is."""
        if "{source}" in path:
            systems = metadata.tables["system"].c
            keys = self.rows(systems.source, systems.external_id, where=systems.source.is_not(None))
            return [_filled(path, source=source, externalId=external) for source, external in keys]
        if "{id}" not in path:
            return [path]
        return [_filled(path, id=found) for found in self.ids(path.split("/")[2])]

    def ids(self, area: str) -> list[str]:
        """Of every system, and of the first and the last of everything else."""
        if area == "rules":
            return [self.api.read("/v1/rules")["items"][0]["id"]]
        table: Table = metadata.tables[TABLES[area]]
        found = sorted(found for (found,) in self.rows(table.c.id))
        return found if area == "systems" else sorted({*found[:1], *found[-1:]})

    def known(self, path: str, at: datetime) -> list[Address]:
        """The path for everything that there was at the instant; what is gone by now as well."""
        if "/systems/{id}" not in path and "{source}" not in path:
            return self.addresses(path)
        versions = metadata.tables["card_version"].c
        then = (versions.known_from <= at) & or_(versions.known_until.is_(None), versions.known_until > at)
        found = self.rows(versions.system_id, versions.source, versions.external_id, where=then)
        if "{id}" in path:
            return [_filled(path, id=system) for system, *_ in found]
        return [_filled(path, source=source, externalId=external) for _, source, external in found if source]

    def refused(self, asked: Iterable[tuple[Address, Params]]) -> list[str]:
        """What is answered with anything but 200, and how."""
        found = []
        for address, params in asked:
            answer = self.api.get(address, params=params)
            if answer.status_code != 200:
                found.append(f"{answer.status_code} {answer.request.url.raw_path.decode()} {answer.text[:200]}")
        return found


def _filled(path: str, **values: str) -> Address:
    for name, value in values.items():
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    return path


def routes(*names: str, exports: bool = False) -> list[str]:
    """The routes that take all the parameters."""
    return [
        path
        for path in ROUTES
        if path.startswith(EXPORTS) == exports and path != NOT_KEPT and set(names) <= set(PARAMETERS[path])
    ]


def spread(path: str, addresses: list[Address], **params: str) -> Iterator[tuple[Address, Params]]:
    """Every address of the path, and every variant at one of them."""
    for address in addresses:
        yield address, params
    for address, variant in zip(cycle(addresses), variants(path), strict=False):
        yield address, {**params, **variant}


def variants(path: str) -> list[Params]:
    """What is asked besides: each value of what is telling, every key of an item, every duty."""
    found: list[Params] = []
    for name, schema in PARAMETERS[path].items():
        if name in TELLING or (name == "duty" and path.endswith("/escalation")):
            found += [{name: value} for value in values_of(schema)]
        elif name == "fields":
            found.append({name: ",".join(keys_of(path))})
    return found


def values_of(schema: Any) -> list[str]:
    """The closed list of a parameter's schema, wherever in it that stands."""
    if "$ref" in schema:
        return values_of(named(schema))
    within = [schema["items"]] if "items" in schema else schema.get("anyOf", [])
    return schema.get("enum", []) + [value for part in within for value in values_of(part)]


def keys_of(path: str) -> list[str]:
    """The keys of an item of the list."""
    answer = ROUTES[path]["responses"]["200"]["content"]["application/json"]["schema"]
    item = named(answer)["properties"]["items"]["items"]
    # A list that takes `fields` says of its items that they may be a part.
    return list(named(item.get("anyOf", [item])[0])["properties"])


def named(schema: Any) -> Any:
    return DOCUMENT["components"]["schemas"][schema["$ref"].rpartition("/")[2]]


def spoken(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


@pytest.fixture
def register(request: pytest.FixtureRequest, databases: Databases) -> Iterator[Upgraded]:
    """A copy of what was written at the revision and is upgraded, on each database in turn."""
    with databases.copy_of(f"upgraded-{request.param}", upgraded(request.param), is_shared=True) as url:
        api, entries = open_api(url, LATER), metadata.tables["journal_entry"].c
        with api.register.database.reading() as session:
            written = session.execute(
                select(func.min(entries.at), func.max(entries.at)).where(entries.at < LATER)
            ).one()
        yield Upgraded(api, *written)
        api.register.database.dispose()


def test_every_revision_but_the_newest_has_its_data() -> None:
    assert set(known_revisions()[:-1]) <= set(revisions()) <= set(known_revisions())


@pytest.mark.parametrize("register", cases(), indirect=True)
def test_every_route_answers_now(register: Upgraded) -> None:
    assert register.refused(each for path in routes() for each in spread(path, register.addresses(path))) == []


@SQLITE_WILL_DO
@pytest.mark.parametrize("register", cases(), indirect=True)
def test_every_route_answers_as_known_then(register: Upgraded) -> None:
    asked = (
        each
        for at, path in product(register.instants(), routes("knownAt"))
        for each in spread(path, register.known(path, at), knownAt=spoken(at))
    )
    assert register.refused(asked) == []


@SQLITE_WILL_DO
@pytest.mark.parametrize("register", cases(), indirect=True)
def test_every_route_answers_for_other_days(register: Upgraded) -> None:
    asked = (
        each
        for at, path in product([register.first, LATER + timedelta(days=60)], routes("at"))
        for each in spread(path, register.addresses(path), at=moment(path, at))
    )
    assert register.refused(asked) == []


@SQLITE_WILL_DO
@pytest.mark.parametrize("register", cases(), indirect=True)
def test_every_export_is_made_now_and_as_known_then(register: Upgraded) -> None:
    now = [each for path in routes(exports=True) for each in spread(path, [path])]
    then = [
        (path, {"knownAt": spoken(at)}) for at, path in product(register.instants(), routes("knownAt", exports=True))
    ]
    on_days = [(path, {"at": moment(path, register.first)}) for path in routes("at", exports=True)]
    assert register.refused([*now, *then, *on_days]) == []


def moment(path: str, at: datetime) -> str:
    """What the route takes as its `at`: a day or an instant."""
    formats = {part.get("format") for part in PARAMETERS[path]["at"]["anyOf"]}
    return at.date().isoformat() if "date" in formats else spoken(at)


@pytest.mark.parametrize("register", cases(), indirect=True)
def test_journal_is_valid_and_a_rebuild_changes_nothing_more(register: Upgraded) -> None:
    assert register.api.read("/v1/journal/verification")["valid"] is True
    outcome = register.api.register.evaluate()
    assert outcome.evaluated == len(register.rows(metadata.tables["card"].c.system_id)) > 0
    assert (outcome.cards, outcome.opened, outcome.closed) == (0, 0, 0)
    assert register.api.read("/v1/journal/verification")["valid"] is True
