"""Who answered on any day: stretches of holders and versions of findings, of the past as well; shapes of stored bodies.

What the register knew earlier is worked out from what it kept: stretches from the journal, findings from the versions
of cards. The rules for stretches are repeated here as they were when this was written.

Revision: 0004, after 0003.
"""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import groupby
from operator import attrgetter, itemgetter
from typing import Any

import sqlalchemy as sa
import sqlmodel.sql.sqltypes
from alembic import op

from app.core.folding import sort_key

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

DAY = timedelta(days=1)
RANK = {"critical": 4, "high": 3, "medium": 2, "low": 1}
#: Rows written, or systems read, at once.
CHUNK = 500
Row = dict[str, Any]
Tables = Mapping[str, sa.Table]


def upgrade() -> None:
    text, instant = sqlmodel.sql.sqltypes.AutoString, sqlmodel.sql.sqltypes.UTCDateTime
    sorted_text = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.create_table(
        "holder_stretch",
        sa.Column("position_id", text(length=36), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("title", text(), nullable=False),
        sa.Column("title_sort", sorted_text, nullable=False),
        sa.Column("management_level", sa.Integer(), nullable=False),
        sa.Column("unit_id", text(length=36), nullable=False),
        sa.Column("person_id", text(length=36), nullable=True),
        sa.Column("person_name", text(), nullable=True),
        sa.Column("person_name_sort", sorted_text, nullable=False),
        sa.Column("known_from", instant(), nullable=False),
        sa.Column("known_until", instant(), nullable=True),
        sa.PrimaryKeyConstraint("position_id", "valid_from", "revision", name=op.f("pk_holder_stretch")),
    )
    op.create_index("ix_holder_stretch_known", "holder_stretch", ["position_id", "known_until", "valid_from"])
    op.create_index("ix_holder_stretch_person_id", "holder_stretch", ["person_id"])
    op.create_table(
        "finding_version",
        sa.Column("rule", text(), nullable=False),
        sa.Column("severity", text(), nullable=False),
        sa.Column("severity_rank", sa.Integer(), nullable=False),
        sa.Column("message", text(), nullable=False),
        sa.Column("field", text(), nullable=True),
        sa.Column("evidence", sa.JSON(), nullable=False),
        sa.Column("opened_at", instant(), nullable=False),
        sa.Column("closed_at", instant(), nullable=True),
        sa.Column("waived", sa.Boolean(), nullable=False),
        sa.Column("id", text(length=36), nullable=False),
        sa.Column("revision", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("system_id", text(length=36), nullable=False),
        sa.Column("known_from", instant(), nullable=False),
        sa.Column("known_until", instant(), nullable=True),
        sa.PrimaryKeyConstraint("id", "revision", name=op.f("pk_finding_version")),
    )
    op.create_index("ix_finding_version_system_id", "finding_version", ["system_id", "known_from", "known_until"])
    for table in ("card", "card_version", "import_report"):
        op.add_column(table, sa.Column("shape", sa.Integer(), nullable=False, server_default="1"))
        with op.batch_alter_table(table) as batch:
            batch.alter_column("shape", server_default=None)
    for table in ("card", "card_version"):
        op.execute(f"UPDATE {table} SET shape = 2 WHERE body LIKE '%\"declinedHandovers\":%'")
    tables = sa.MetaData()
    connection = op.get_bind()
    tables.reflect(
        connection, only=[*JOURNAL, "person", "card_version", "finding", "holder_stretch", "finding_version"]
    )
    _instants_in_utc(tables)
    _write(connection, tables.tables["holder_stretch"], _stretches(connection, tables.tables))
    _write(connection, tables.tables["finding_version"], _findings(connection, tables.tables))


def downgrade() -> None:
    for table in ("card", "card_version", "import_report"):
        with op.batch_alter_table(table) as batch:
            batch.drop_column("shape")
    op.drop_table("finding_version")
    op.drop_table("holder_stretch")


JOURNAL = ("journal_entry", "journal_personal_value")


def _instants_in_utc(tables: sa.MetaData) -> None:
    for table in tables.tables.values():
        for column in table.c:
            if isinstance(column.type, sa.DateTime):
                column.type = sqlmodel.sql.sqltypes.UTCDateTime()


def _write(connection: sa.Connection, table: sa.Table, rows: Iterator[Row]) -> None:
    chunk: list[Row] = []
    for row in rows:
        chunk.append(row)
        if len(chunk) == CHUNK:
            connection.execute(table.insert(), chunk)
            chunk = []
    if chunk:
        connection.execute(table.insert(), chunk)


# ------------------------------------------------------------------------------------------------ stretches


def _stretches(connection: sa.Connection, tables: Tables) -> Iterator[Row]:
    """Every version of every stretch, from a replay of the journal."""
    entry, personal, person = tables["journal_entry"], tables["journal_personal_value"], tables["person"]
    names: dict[str, str] = {row.id: row.name for row in connection.execute(sa.select(person.c.id, person.c.name))}
    columns = (entry.c.revision, entry.c.at, entry.c.resource, entry.c.resource_id, entry.c.after)
    entries = connection.execute(
        sa.select(*columns, personal.c.personal_values)
        .select_from(entry.outerjoin(personal, personal.c.revision == entry.c.revision))
        .where(entry.c.resource.in_(["position", "person", "tenure"]))
        .order_by(entry.c.revision)
    )
    replay = _Replay()
    for _, transaction in groupby(entries, key=attrgetter("at")):
        # What was written in one transaction is known from its last revision on.
        concerned: set[str] = set()
        for last in transaction:
            concerned |= replay.take(last.resource, last.resource_id, _content(last, names))
        for position_id in concerned:
            yield from replay.follow(position_id, last)
    for rows in replay.standing.values():
        yield from rows.values()


def _content(entry: sa.Row[*tuple[Any, ...]], names: dict[str, str]) -> Row | None:
    """What the entry left, a person's name with it: None where it was erased."""
    if entry.after is None:
        return None
    content: Row = json.loads(entry.after)
    if entry.resource == "person":
        personal = (entry.personal_values or {}).get("after") or {}
        content["name"] = names.get(entry.resource_id) if content.get("erasedOn") else personal.get("name")
    return content


class _Replay:
    """The organisation as the journal goes on, and the stretches that stand: position, first day → row."""

    def __init__(self) -> None:
        self._rows: dict[str, dict[str, Row]] = {"position": {}, "person": {}, "tenure": {}}
        self._tenures: dict[str, set[str]] = defaultdict(set)
        self.standing: dict[str, dict[date, Row]] = defaultdict(dict)

    def take(self, resource: str, row_id: str, after: Row | None) -> set[str]:
        """Take an entry; gives the positions that it is about."""
        before = self._rows[resource].pop(row_id, None)
        if after is not None:
            self._rows[resource][row_id] = after
        if resource == "position":
            return {row_id}
        if resource == "person":
            tenures = self._rows["tenure"]
            return {tenures[tenure]["positionId"] for tenure in self._tenures[row_id] if tenure in tenures}
        sides = [side for side in (before, after) if side]
        for side in sides:
            self._tenures[side["positionId"]].add(row_id)
            self._tenures[side["personId"]].add(row_id)
        return {side["positionId"] for side in sides}

    def follow(self, position_id: str, entry: sa.Row[*tuple[Any, ...]]) -> Iterator[Row]:
        """The versions that end with the entry; those that begin stand until another ends them."""
        wanted = {row["valid_from"]: row for row in self._derived(position_id)}
        current = self.standing[position_id]
        for first in list(current):
            if first not in wanted or any(current[first][key] != value for key, value in wanted[first].items()):
                yield {**current.pop(first), "known_until": entry.at}
        for first, row in wanted.items():
            if first not in current:
                current[first] = {**row, "revision": entry.revision, "known_from": entry.at, "known_until": None}

    def _derived(self, position_id: str) -> Iterator[Row]:
        position = self._rows["position"].get(position_id)
        if position is None:
            return
        for first, last, person_id in _cut(sorted(self._terms(position_id), key=itemgetter(0))):
            name = (self._rows["person"][person_id]["name"] or position["title"]) if person_id else None
            yield {
                "position_id": position_id,
                "valid_from": first,
                "valid_until": last,
                "title": position["title"],
                "title_sort": sort_key(position["title"]),
                "management_level": position["managementLevel"],
                "unit_id": position["unitId"],
                "person_id": person_id,
                "person_name": name,
                "person_name_sort": sort_key(name or ""),
            }

    def _terms(self, position_id: str) -> Iterator[tuple[date, date | None, str]]:
        for tenure_id in self._tenures[position_id]:
            tenure = self._rows["tenure"].get(tenure_id)
            if tenure and tenure["positionId"] == position_id and tenure["role"] == "holder":
                person = self._rows["person"][tenure["personId"]]
                ends = [date.fromisoformat(day) for day in (tenure["validUntil"], person["leavesOn"]) if day]
                yield date.fromisoformat(tenure["validFrom"]), min(ends, default=None), tenure["personId"]


def _cut(terms: list[tuple[date, date | None, str]]) -> list[tuple[date, date | None, str | None]]:
    """The terms with the days between them, from the first of all days on; adjoining ones of a person are one."""
    found: list[tuple[date, date | None, str | None]] = []
    free: date | None = date.min
    for first, last, person_id in terms:
        if free is None or (last is not None and last < first):
            continue
        if first > free:
            found.append((free, first - DAY, None))
        if found and found[-1][2] == person_id:
            found[-1] = (found[-1][0], last, person_id)
        else:
            found.append((first, last, person_id))
        free = None if last is None or last == date.max else last + DAY
    if free is not None:
        found.append((free, None, None))
    return found


# ------------------------------------------------------------------------------------------------- findings


def _findings(connection: sa.Connection, tables: Tables) -> Iterator[Row]:
    """Every version of every finding, from the versions of the cards that had it."""
    card, finding = tables["card_version"], tables["finding"]
    closing = sa.select(finding.c.id, finding.c.closed_at)
    closed_at: dict[str, datetime | None] = {row.id: row.closed_at for row in connection.execute(closing)}
    systems = connection.scalars(sa.select(card.c.system_id).distinct().order_by(card.c.system_id)).all()
    for start in range(0, len(systems), CHUNK):
        versions = defaultdict(list)
        wanted = card.c.system_id.in_(systems[start : start + CHUNK])
        for row in connection.execute(sa.select(card).where(wanted).order_by(card.c.system_id, card.c.revision)):
            versions[row.system_id].append(row)
        for found in versions.values():
            yield from _of_system(found, closed_at)


def _of_system(versions: list[Any], closed_at: dict[str, Any]) -> Iterator[Row]:
    standing: dict[str, Row] = {}
    closed: list[Row] = []
    for version in versions:
        known = {"revision": version.revision, "known_from": version.known_from, "known_until": None}
        said = {item["id"]: item for item in json.loads(version.body)["findings"]}
        for finding_id, item in said.items():
            row = _says(item, version.system_id)
            before = standing.get(finding_id)
            if before is not None and all(before[key] == value for key, value in row.items()):
                continue
            if before is not None:
                yield {**before, "known_until": version.known_from}
            standing[finding_id] = {**row, **known}
        for finding_id in standing.keys() - said.keys():
            over = standing.pop(finding_id)
            yield {**over, "known_until": version.known_from}
            closed.append({**over, **known, "closed_at": closed_at.get(finding_id) or version.known_from})
    # Of a system that was deleted, nothing is known any more.
    gone = versions[-1].known_until
    for row in (*standing.values(), *closed):
        yield {**row, "known_until": gone}


def _says(item: Row, system_id: str) -> Row:
    return {
        **{key: item[key] for key in ("id", "rule", "severity", "message", "field", "evidence", "waived")},
        "severity_rank": RANK[item["severity"]],
        "opened_at": datetime.fromisoformat(item["openedAt"]),
        "closed_at": None,
        "system_id": system_id,
    }
