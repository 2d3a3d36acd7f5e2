"""The register's page under one filter as a multiple of each peer's rate, of the same data, in the same run.

The peers have the data in a plain SQLite file with the indexes that their page wants, and keep no answers, so that
they are asked for the same page each time; the register is asked something else each time.
"""

import json
import sqlite3
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import text

from bench.databases import Ground
from bench.figures import Figure
from bench.generators import requests_per_second
from bench.load import Load
from bench.portfolio import opened
from bench.reading import FULL, ONE_FILTER, prepared
from bench.serving import ROUNDS, process, serving

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
    """`items`: the key of the rows in its answer. The words of `command` may hold `{port}` and `{file}`."""

    key: str
    command: tuple[str, ...]
    path: str
    items: str


_BIN = str(ENVIRONMENT / "bin")
PEERS = (
    Peer(
        "peer-datasette",
        (f"{_BIN}/datasette", "serve", "{file}", "--port", "{port}"),
        "/peers/system.json?criticality=businessCritical&_sort=name&_size=100&_labels=on&_shape=objects",
        "rows",
    ),
    Peer(
        "peer-django",
        # Threads, since its plain worker keeps no connection open.
        (
            f"{_BIN}/gunicorn",
            "--workers=1",
            "--worker-class=gthread",
            "--threads=4",
            "--bind=127.0.0.1:{port}",
            "--log-level=error",
            "bench.peers.django_rest:application",
        ),
        _LIST,
        "results",
    ),
    Peer(
        "peer-fastapi",
        (
            f"{_BIN}/uvicorn",
            "bench.peers.fastapi_sqlmodel:app",
            "--port={port}",
            "--log-level=error",
            "--no-access-log",
        ),
        _LIST,
        "items",
    ),
)


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
    environment = {"PEER_DATABASE": str(file)}
    with ExitStack() as stack:
        ours = stack.enter_context(serving(ground.url))
        for peer in PEERS:
            command = [word.replace("{file}", str(file)) for word in peer.command]
            with process(command, environment) as served:
                _, body = served.fetch(peer.path, {})
                found = len(json.loads(body)[peer.items])
                if found != FULL:
                    print(f"{peer.key}: {found} rows, not {FULL}", file=sys.stderr)
                rounds = []
                for number in range(ROUNDS):
                    first = number * 300_000
                    mine = requests_per_second(Load(ours.port, ONE_FILTER, headers, seconds=seconds, first=first))
                    rounds.append(mine / requests_per_second(Load(served.port, peer.path, {}, seconds=seconds)))
                yield Figure.of(peer.key, ground.database, rounds)
