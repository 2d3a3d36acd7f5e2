"""An acknowledged write is in the database, in the journal and on the cards, or none of them."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from sqlalchemy import event
from sqlmodel import Session, select

from app.core import prepared
from app.models import Card, CardVersion, Finding, JournalEntry, System
from tests.support.api import TESTER, Api

RUN = prepared._run


class Accident(Exception):
    pass


def everything(api: Api) -> list[Any]:
    """All that a write could leave behind."""
    with api.register.database.reading() as session:
        rows = [session.exec(select(table)).all() for table in (System, Card, CardVersion, Finding, JournalEntry)]
        return [sorted(str(row.model_dump()) for row in found) for found in rows]


def new_system(session: Session) -> None:
    session.add(
        System(
            name="X", description="X", criticality="unknown", lifecycle="inOperation", acquisition="unknown",
            audience="unknown", confirmed_on=date(2026, 3, 2),
        )
    )  # fmt: skip


def fail(*_: object) -> None:
    raise Accident


def test_promise_1_acknowledged_write_is_in_tables_journal_and_cards(api: Api) -> None:
    system = api.system("KSD")
    with api.register.database.reading() as session:
        assert session.get(System, system["id"])
        assert session.get(Card, system["id"])
        entry = session.exec(select(JournalEntry).where(JournalEntry.resource_id == system["id"])).one()
        assert entry.revision == system["revision"]


@pytest.mark.parametrize("place", ["action", "guard", "answer", "commit", "journal"])
def test_promise_1_accident_anywhere_leaves_nothing(api: Api, place: str, monkeypatch: pytest.MonkeyPatch) -> None:
    api.system("KSD")
    before = everything(api)

    def action(session: Session) -> None:
        new_system(session)
        if place == "commit":
            event.listen(session, "before_commit", fail)
        if place == "journal":
            monkeypatch.setattr(prepared, "_run", _fail_at_journal)
        if place == "action":
            fail()

    def nothing(*_: object) -> None:
        pass

    guard: Callable[..., None] = fail if place == "guard" else nothing
    answer: Callable[..., None] = fail if place == "answer" else nothing
    with pytest.raises(Accident):
        api.register.write(TESTER, action, answer, guard=guard)
    monkeypatch.undo()
    assert everything(api) == before
    assert api.register.evaluate().cards == 0


def _fail_at_journal(cursor: Any, statement: str, parameters: Any, *, many: bool) -> None:
    if statement.startswith("INSERT INTO journal_entry"):
        raise Accident
    RUN(cursor, statement, parameters, many=many)


def test_promise_1_dry_run_leaves_nothing(api: Api) -> None:
    api.system("KSD")
    before = everything(api)
    changes = api.register.write(TESTER, new_system, lambda _s, _r, settled: len(settled.changes), dry_run=True)
    assert changes == 1
    assert everything(api) == before
