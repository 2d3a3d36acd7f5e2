"""Moving registers in tests, and comparing what came out with what went in."""

import hashlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import orjson
from sqlalchemy import select

from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import Database
from app.models import Card, Finding
from app.moving.arriving import MoveReport, move_in
from app.moving.leaving import write_zip
from app.moving.manifest import MANIFEST
from app.register.audit.verification import audit
from app.register.register import Register
from tests.support.api import MONDAY, TESTER, ZONE, TestTime
from tests.support.databases import Databases, migrated

Json = dict[str, Any]
Lines = dict[str, list[Json]]
_CARD: Any = Card.__table__  # type: ignore[attr-defined]
_FINDING: Any = Finding.__table__  # type: ignore[attr-defined]


@contextmanager
def empty_register(databases: Databases, instant: datetime = MONDAY) -> Iterator[Register]:
    with migrated(databases) as url:
        database = Database(Settings(database_url=url))
        yield Register(database, Clock(ZONE, TestTime(instant).now))
        database.dispose()


def taken_out(register: Register) -> bytes:
    register.follow_the_day()
    return b"".join(write_zip(register))


def moved_in(register: Register, content: bytes | Path, **options: Any) -> MoveReport:
    return move_in(register, TESTER, content, **options)


def files_in(content: bytes) -> dict[str, bytes]:
    with ZipFile(BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def lines_in(content: bytes) -> Lines:
    """The rows of every file."""
    found = files_in(content)
    return {
        name: [orjson.loads(line) for line in text.splitlines()] for name, text in found.items() if name != MANIFEST
    }


def packed(files: dict[str, bytes]) -> bytes:
    into = BytesIO()
    with ZipFile(into, "w", ZIP_DEFLATED) as archive:
        for name, text in files.items():
            archive.writestr(name, text)
    return into.getvalue()


def changed(content: bytes, change: Callable[[Lines], object]) -> bytes:
    """The same register with other rows, whose manifest fits them."""
    lines = lines_in(content)
    change(lines)
    files = {name: b"".join(orjson.dumps(row) + b"\n" for row in rows) for name, rows in lines.items()}
    manifest = orjson.loads(files_in(content)[MANIFEST])
    for said in manifest["files"]:
        text = files[said["name"]]
        said |= {"rows": text.count(b"\n"), "size": len(text), "sha256": hashlib.sha256(text).hexdigest()}
    return packed({**files, MANIFEST: orjson.dumps(manifest)})


def cards_of(register: Register) -> list[Json]:
    """Every card in the order of ids, but for when it was made."""
    with register.database.reading() as session:
        bodies = session.execute(select(_CARD.c.body).order_by(_CARD.c.system_id)).scalars()
        cards: list[Json] = [orjson.loads(body) for body in bodies]
    return [{key: value for key, value in card.items() if key not in {"revision", "updatedAt"}} for card in cards]


def ages_of(register: Register) -> list[tuple[Any, ...]]:
    """Every finding, open or closed, in the order of ids."""
    names = ("rule", "severity", "message", "field", "opened_at", "closed_at", "waived")
    with register.database.reading() as session:
        rows = session.execute(select(*(_FINDING.c[name] for name in names)).order_by(_FINDING.c.id))
        return [tuple(row) for row in rows]


def renamed(content: bytes, lines: Lines, others: Lines) -> bytes:
    """The content with the ids of the other register, whose rows have the same keys."""
    for name, rows in lines.items():
        for row, other in zip(rows, others[name], strict=True):
            assert row["key"] == other["key"]
            content = content.replace(row["id"].encode(), other["id"].encode())
    return content


def require_equal(before: Register, after: Register, *, keep_ids: bool) -> None:
    """All that can be read of the two registers is the same, and the newer one is what its journal says."""
    out, again = lines_in(taken_out(before)), lines_in(taken_out(after))
    cards, ids = orjson.dumps(cards_of(before)), orjson.dumps(out)
    if not keep_ids:
        cards, ids = renamed(cards, out, again), renamed(ids, out, again)
    assert orjson.loads(ids) == again
    assert orjson.loads(cards) == cards_of(after)
    assert ages_of(before) == ages_of(after)
    with after.database.reading() as session:
        found = audit(after, session)
        assert found.valid, found
    assert after.evaluate().cards == 0
