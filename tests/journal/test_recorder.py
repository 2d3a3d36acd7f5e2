"""Every change of a journaled row becomes an entry, whichever way a service makes it."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import delete, update
from sqlmodel import Session, col, select

from app.core.errors import Conflict
from app.core.languages import Text
from app.journal import snapshots
from app.journal.recorder import Change
from app.models import AccessToken, Contract, JournalEntry, System, Unit
from tests.support.api import TESTER, Api


def written(api: Api, action: Callable[[Session], Any]) -> list[Change]:
    """The changes that the register noticed in a write."""
    return api.register.write(TESTER, action, lambda _session, _result, settled: list(settled.changes))


def entries(api: Api) -> list[JournalEntry]:
    with api.register.database.reading() as session:
        return list(session.exec(select(JournalEntry).order_by(col(JournalEntry.revision))))


def test_several_touches_of_a_row_are_one_change(api: Api) -> None:
    unit = api.unit("Ydelser")

    def action(session: Session) -> None:
        row = session.get_one(Unit, unit["id"])
        for name in ("A", "B", "C"):
            row.name = name
            session.flush()

    (change,) = written(api, action)
    assert (change.action, change.changed) == ("update", ["name"])
    assert change.before is not None
    assert change.after is not None
    assert (change.before["name"], change.after["name"]) == ("Ydelser", "C")


def test_a_change_that_is_undone_in_the_same_write_is_none(api: Api) -> None:
    unit = api.unit("Ydelser")

    def action(session: Session) -> None:
        row = session.get_one(Unit, unit["id"])
        for name in ("A", "Ydelser"):
            row.name = name
            session.flush()

    assert written(api, action) == []


def test_a_row_that_comes_and_goes_in_the_same_write_is_no_change(api: Api) -> None:
    def action(session: Session) -> None:
        row = Unit(name="Ydelser", kind="team")
        session.add(row)
        session.flush()
        session.delete(row)
        session.flush()

    assert written(api, action) == []


def test_a_row_that_is_changed_and_then_deleted_is_one_deletion_of_what_stood(api: Api) -> None:
    unit = api.unit("Ydelser")

    def action(session: Session) -> None:
        row = session.get_one(Unit, unit["id"])
        row.name = "A"
        session.flush()
        session.delete(row)
        session.flush()

    (change,) = written(api, action)
    assert (change.action, change.after) == ("delete", None)
    assert change.before is not None
    assert change.before["name"] == "Ydelser"


def test_linked_rows_belong_to_the_change(api: Api) -> None:
    first, second = api.system(), api.system()
    contract = api.make("/v1/contracts", {"name": "Drift", "systemIds": [first["id"]]})

    def action(session: Session) -> None:
        row = session.get_one(Contract, contract["id"])
        row.systems.append(session.get_one(System, second["id"]))

    (change,) = written(api, action)
    assert change.changed == ["systemIds"]
    assert change.before is not None
    assert change.after is not None
    assert (change.before["systemIds"], change.after["systemIds"]) == ([first["id"]], [first["id"], second["id"]])


@pytest.mark.parametrize(
    "statement", [update(Unit).values(name="A"), delete(Unit).where(col(Unit.name) == "A")], ids=["update", "delete"]
)
def test_a_write_past_the_rows_is_refused(api: Api, statement: Any) -> None:
    api.unit("Ydelser")
    with pytest.raises(RuntimeError, match="Unit is journaled"):
        written(api, lambda session: session.execute(statement))
    assert [unit["name"] for unit in api.read("/v1/units")["items"]] == ["Ydelser"]


def test_a_write_that_fails_leaves_no_entry(api: Api) -> None:
    before = len(entries(api))

    def action(session: Session) -> None:
        session.add(Unit(name="Ydelser", kind="team"))
        session.flush()
        raise Conflict(Text("Something else is wrong.", da="Nej."))

    with pytest.raises(Conflict):
        written(api, action)
    assert len(entries(api)) == before
    assert api.read("/v1/units")["total"] == 0


def test_a_dry_run_leaves_no_entry(api: Api) -> None:
    before = len(entries(api))
    changes = api.register.write(
        TESTER,
        lambda session: session.add(Unit(name="Ydelser", kind="team")),
        lambda _session, _result, settled: settled.changes,
        dry_run=True,
    )
    assert [change.action for change in changes] == ["create"]
    assert len(entries(api)) == before


def test_secrets_are_digests_of_what_is_kept(api: Api) -> None:
    (entry,) = entries(api)
    assert entry.resource == "token"
    with api.register.database.reading() as session:
        (token,) = session.exec(select(AccessToken)).all()
    assert token.secret_hash not in (entry.after or "")
    # Enough to see that it was changed.
    assert snapshots.secret_digest(token.secret_hash) in (entry.after or "")


def test_one_write_has_one_instant_and_an_entry_for_each_row(api: Api) -> None:
    def action(session: Session) -> None:
        session.add_all([Unit(name=f"Enhed {number}", kind="team") for number in range(3)])

    written(api, action)
    made = entries(api)[1:]
    assert [entry.revision for entry in made] == [2, 3, 4]
    assert {entry.at for entry in made} == {api.time.now()}
    assert [entry.previous_hash for entry in made[1:]] == [entry.hash for entry in made[:-1]]
