"""Rounds of writing that end with a kill, and what must hold after each."""

import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from random import Random

import orjson
from sqlalchemy import func
from sqlmodel import SQLModel, select

from app.core.clock import Clock
from app.core.config import Settings
from app.core.database import Database
from app.models import BudgetLine, Contract, JournalEntry, Responsibility, System
from app.register.audit.verification import audit
from app.register.register import Register
from tests.faults.writers import Writer
from tests.support.api import ZONE, open_begun_api

_LONGEST_SECONDS = 0.9
_TABLES: dict[str, type[SQLModel]] = {
    "systems": System,
    "responsibilities": Responsibility,
    "budget-lines": BudgetLine,
    "contracts": Contract,
}


class Rounds:
    """Writers on a register that has just begun; `seed` decides what they write, and when each round ends."""

    def __init__(self, database_url: str, base: str, *, writers: int, seed: int, kind: type[Writer] = Writer) -> None:
        api = open_begun_api(database_url)
        secret = api.client.headers["Authorization"].removeprefix("Bearer ")
        self._contended = api.system("Alles")["id"]
        positions = [api.position()["id"] for _ in range(3)]
        # A position with too many systems is a finding of each of them, which says how many: one more changes cards
        # that others have read.
        assert api.put("/v1/policy", {"maxSystemsPerPosition": 10_000}).status_code == 200
        api.register.database.dispose()
        self._url = database_url
        self._random = Random(seed)  # noqa: S311 - repeatable, not secret
        self.audits = 0
        self.writers = [
            kind(base, secret, f"writer {number}", str(seed), positions, f"/v1/systems/{self._contended}")
            for number in range(writers)
        ]

    def close(self) -> None:
        for writer in self.writers:
            writer.close()

    def play(self, kill: Callable[[], None]) -> None:
        """All write at once until the kill, at a moment that nobody knows."""
        with ThreadPoolExecutor(len(self.writers)) as pool:
            writing = [pool.submit(writer.write_until_it_is_gone) for writer in self.writers]
            time.sleep(self._random.uniform(0.02, _LONGEST_SECONDS))
            kill()
            for one in writing:
                one.result(60)

    def check(self, *, everything: bool) -> None:
        """The service runs again: what this round touched, or all, is as acknowledged, and nothing is half there."""
        for writer in self.writers:
            writer.settle()
        with ThreadPoolExecutor(len(self.writers)) as pool:
            lost = list(pool.map(lambda one: one.losses(one.known if everything else one.touched), self.writers))
        assert not any(lost), lost
        for writer in self.writers:
            writer.touched.clear()
        if everything:
            self._look_through()

    def _look_through(self) -> None:
        self.audits += 1
        database = Database(Settings(database_url=self._url))
        try:
            register = Register(database, Clock(ZONE))
            register.follow_the_day()
            with database.reading() as session:
                found = audit(register, session)
                assert found.valid, found
                assert found.evaluated
                there = {
                    name: session.exec(select(func.count()).select_from(table)).one() for name, table in _TABLES.items()
                }
                journal = select(JournalEntry.revision, JournalEntry.after).where(
                    JournalEntry.resource_id == self._contended
                )
                contended = {revision: after for revision, after in session.exec(journal) if after is not None}
            again = register.evaluate()
            assert (again.cards, again.opened, again.closed) == (0, 0, 0), again
        finally:
            database.dispose()
        assert there == self._expected()
        for writer in self.writers:
            for revision, word in writer.contended:
                assert orjson.loads(contended[revision])["notes"] == word

    def _expected(self) -> dict[str, int]:
        """Rows of each table: a write that nobody knows of would be one more."""
        paths = (path for writer in self.writers for path, fields in writer.known.items() if fields is not None)
        found = Counter(path.split("/")[2] for path in paths)
        # The one that all writers change.
        found["systems"] += 1
        return {name: found[name] for name in _TABLES}

    def figures(self) -> dict[str, object]:
        def total(name: str) -> int:
            return sum(getattr(writer, name) for writer in self.writers)

        return {
            "Writers at once": len(self.writers),
            "Acknowledged writes": total("acknowledged"),
            "Acknowledged writes that were lost": 0,
            "Writes without an answer that were carried out whole": total("carried_out"),
            "Writes without an answer that left nothing": total("taken_back"),
            "Changes refused because another was faster": total("stale"),
            "Audits of the whole register, each with a rebuild that changed nothing": self.audits,
        }
