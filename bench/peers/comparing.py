"""The register's page under one filter as a multiple of each peer's rate, of the same data, in the same run.

The peers have the data in a plain SQLite file with the indexes that their page wants, and keep no answers, so that
they are asked for the same page each time; the register is asked something else each time.
"""

import json
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from sqlalchemy import text

from bench.databases import Ground
from bench.figures import Figure
from bench.generators import requests_per_second
from bench.load import Load
from bench.portfolio import opened
from bench.reading import FULL, ONE_FILTER, prepared, warm_up
from bench.serving import Served, in_rounds, process, serving

ENVIRONMENT = Path(__file__).resolve().parents[2] / ".venv-bench"
_LIST = "/systems?criticality=businessCritical"
_TABLES = """
CREATE TABLE unit (id TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE person (id TEXT PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE position (id TEXT PRIMARY KEY, title TEXT NOT NULL, unit_id TEXT NOT NULL REFERENCES unit (id));
CREATE TABLE system (
    id TEXT PRIMARY KEY, name TEXT NOT NULL, description TEXT NOT NULL, criticality TEXT NOT NULL,
    lifecycle TEXT NOT NULL, supplier TEXT, kle TEXT NOT NULL, personal_data TEXT NOT NULL, updated_at TEXT NOT NULL,
    unit_id TEXT REFERENCES unit (id), owner_position_id TEXT REFERENCES position (id),
    owner_person_id TEXT REFERENCES person (id)
);
"""
_INDEXES = "CREATE INDEX by_name ON system (name); CREATE INDEX by_criticality ON system (criticality, name)"
_QUERIES = {
    "unit": "SELECT id, name FROM unit",
    "person": "SELECT id, name FROM person",
    "position": "SELECT id, title, unit_id FROM position",
    "system": """
        SELECT system.id, system.name, description, system.criticality, system.lifecycle, system.supplier,
               CAST(kle AS TEXT), CAST(personal_data AS TEXT), CAST(system.updated_at AS TEXT), system.unit_id,
               card.owner_position_id, card.owner_person_id
        FROM system JOIN card ON card.system_id = system.id""",
}


@dataclass(frozen=True, slots=True)
class Peer:
    """`items`, `total`: the keys of the rows in its answer, and of how many there are. `command` may hold `{port}`."""

    key: str
    command: tuple[str, ...]
    path: str
    items: str
    total: str


_PYTHON = str(ENVIRONMENT / "bin" / "python")


def _uvicorn(application: str) -> tuple[str, ...]:
    """Without a line for each request, which Datasette's own command would write."""
    return (_PYTHON, "-m", "uvicorn", application, "--port={port}", "--log-level=error", "--no-access-log")


PEERS = (
    Peer(
        "peer-datasette",
        _uvicorn("bench.peers.datasette_file:application"),
        # Without the facets that it would suggest: nobody else works out any.
        "/peers/system.json?criticality=businessCritical&_sort=name&_size=100&_labels=on&_shape=objects&_nosuggest=1",
        "rows",
        "filtered_table_rows_count",
    ),
    Peer(
        "peer-django",
        # Threads, since its plain worker keeps no connection open.
        (
            *(_PYTHON, "-m", "gunicorn", "bench.peers.django_rest:application", "--bind=127.0.0.1:{port}"),
            *("--workers=1", "--worker-class=gthread", "--threads=4", "--log-level=error"),
        ),
        _LIST,
        "results",
        "count",
    ),
    Peer("peer-fastapi", _uvicorn("bench.peers.fastapi_sqlmodel:app"), _LIST, "items", "total"),
)
#: What a page must show of its first system, and how many there are in all.
_FIRST = """
    SELECT system.name, unit.name, position.title, person.name
    FROM system JOIN unit ON unit.id = system.unit_id JOIN position ON position.id = owner_position_id
    JOIN person ON person.id = owner_person_id
    WHERE criticality = 'businessCritical' ORDER BY system.name LIMIT 1"""
_TOTAL = "SELECT count(*) FROM system WHERE criticality = 'businessCritical'"


def export(ground: Ground) -> Path:
    """The register's systems, units and owners in a file of plain tables."""
    path = ground.folder / "peers.db"
    path.unlink(missing_ok=True)
    with opened(ground.url) as register, register.database.reading() as session, closing(sqlite3.connect(path)) as file:
        file.executescript(_TABLES)
        for table, query in _QUERIES.items():
            rows = [tuple(row) for row in session.execute(text(query))]
            marks = ", ".join("?" * len(rows[0]))
            file.executemany(f"INSERT INTO {table} VALUES ({marks})", rows)  # noqa: S608 - the name is one of ours
        file.executescript(_INDEXES)
        file.execute("ANALYZE")
        file.commit()
    return path


def compared(ground: Ground, seconds: float) -> Iterator[Figure]:
    if not ENVIRONMENT.exists():
        for peer in PEERS:
            yield Figure(peer.key, ground.database, None, note="not installed: use make bench")
        return
    headers, _ = prepared(ground)
    file = export(ground)
    with serving(ground.url) as ours:
        warm_up(ours, headers)
        mine = Load(ours.port, ONE_FILTER, headers, seconds=seconds)
        for peer in PEERS:
            with process(peer.command, {"PEER_DATABASE": str(file)}) as served:
                note = _look(served, peer, file)
                theirs = Load(served.port, peer.path, {}, seconds=seconds)
                rounds = [requests_per_second(part) / requests_per_second(theirs) for part in in_rounds(mine)]
                yield Figure.of(peer.key, ground.database, rounds, note)


def _look(served: Served, peer: Peer, file: Path) -> str:
    """What the peer's page lacks: rows, the total, or what the first system has by way of unit and owner."""
    status, body = served.fetch(peer.path, {})
    if status != HTTPStatus.OK:
        raise RuntimeError(f"{peer.key} answered {status}: {body[:500]!r}")
    answer = json.loads(body)
    with closing(sqlite3.connect(file)) as connection:
        first = connection.execute(_FIRST).fetchone()
        [total] = connection.execute(_TOTAL).fetchone()
    shown = json.dumps(answer[peer.items][0], ensure_ascii=False)
    lacks = [] if len(answer[peer.items]) == FULL else [f"{len(answer[peer.items])} rows, not {FULL}"]
    lacks += [] if answer.get(peer.total) == total else [f"total {answer.get(peer.total)}, not {total}"]
    lacks += [f"no {value}" for value in first if value not in shown]
    return "; ".join(lacks)
