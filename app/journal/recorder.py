"""Notices every change of a journaled row in a session, so that no service has to report it."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from sqlalchemy import event
from sqlalchemy.orm import ORMExecuteState, UOWTransaction
from sqlalchemy.orm.attributes import set_attribute
from sqlmodel import Session

from app.journal import snapshots
from app.journal.snapshots import Snapshot
from app.models import Journaled

Action = Literal["create", "update", "delete", "evaluate"]


@dataclass(frozen=True, slots=True)
class Change:
    """What happened to one resource in one transaction. `before` and `after` hold plain values only."""

    action: Action
    resource: str
    resource_id: str
    before: Snapshot | None
    after: Snapshot | None
    personal_before: Snapshot = field(default_factory=dict)
    personal_after: Snapshot = field(default_factory=dict)

    def __reduce__(self) -> tuple[type["Change"], tuple[Any, ...]]:
        """What a dataclass does for itself that is frozen and has slots takes ten times as long."""
        sides = (self.before, self.after, self.personal_before, self.personal_after)
        return Change, (self.action, self.resource, self.resource_id, *sides)

    @property
    def changed(self) -> list[str]:
        """The keys whose value differs, sorted."""
        old = {**(self.before or {}), **self.personal_before}
        new = {**(self.after or {}), **self.personal_after}
        return sorted(key for key in old.keys() | new.keys() if old.get(key) != new.get(key))

    @property
    def system_id(self) -> str | None:
        """The system that the resource is, or belongs to."""
        return system_of(self.resource, self.resource_id, self.after or self.before)

    def values(self, key: str) -> set[Any]:
        """The values that the key had before and has after, without None."""
        return {side[key] for side in (self.before, self.after) if side and side.get(key) is not None}


def system_of(resource: str, resource_id: str, content: Snapshot | None) -> str | None:
    """The system that a resource with this content is, or belongs to."""
    return resource_id if resource == "system" else (content or {}).get("systemId")


@dataclass(slots=True)
class _Touched:
    row: Journaled
    existed: bool
    before: tuple[Snapshot, Snapshot]
    deleted: bool = False


class Recorder:
    """Listens to one session. Writes past the ORM are refused, since nothing would notice them."""

    def __init__(self, session: Session, at: datetime) -> None:
        self._touched: dict[int, _Touched] = {}
        self._at = at
        event.listen(session, "before_flush", self._before_flush)
        event.listen(session, "do_orm_execute", _refuse_bulk_write)

    def _before_flush(self, session: Session, _context: UOWTransaction, _instances: Sequence[object]) -> None:
        for row in session.new:
            if isinstance(row, Journaled):
                # What moves in from another register was made before. Set past SQLModel, which has Pydantic set it too.
                set_attribute(row, "created_at", row.__dict__.get("created_at") or self._at)
                set_attribute(row, "updated_at", self._at)
                self._touched.setdefault(id(row), _Touched(row, existed=False, before=({}, {})))
        for row in session.dirty:
            if isinstance(row, Journaled) and session.is_modified(row):
                if id(row) not in self._touched:
                    self._touched[id(row)] = _Touched(row, existed=True, before=snapshots.committed(row))
                set_attribute(row, "updated_at", self._at)
        for row in session.deleted:
            if isinstance(row, Journaled):
                # All of it is lost, so all of it is written down.
                snapshots.load_links(row)
                touched = self._touched.setdefault(
                    id(row), _Touched(row, existed=True, before=snapshots.committed(row))
                )
                touched.deleted = True

    def take_changes(self) -> list[Change]:
        """What came of the session since this was asked last, in the order of first touch, without what was undone."""
        found = []
        for touched in self._touched.values():
            change = _change(touched, self._at)
            if change is not None and (change.action == "delete" or change.changed):
                found.append(change)
        self.forget()
        return found

    def forget(self) -> None:
        """What was touched since then is taken back."""
        self._touched.clear()


def _change(touched: _Touched, at: datetime) -> Change | None:
    row = touched.row
    before, personal_before = touched.before
    if touched.deleted:
        if not touched.existed:
            return None
        return Change("delete", row.resource, row.id, before, None, personal_before, {})
    after, personal_after = snapshots.now(row)
    if not touched.existed:
        if row.created_at != at:
            after[snapshots.MADE] = snapshots.made(row.created_at)
        return Change("create", row.resource, row.id, None, after, {}, personal_after)
    # A collection that was loaded after the first flush stands on one side only; compare what both sides have.
    before = {key: value for key, value in before.items() if key in after}
    return Change("update", row.resource, row.id, before, after, personal_before, personal_after)


def _refuse_bulk_write(execution: ORMExecuteState) -> None:
    mapper = execution.bind_mapper
    writes = execution.is_insert or execution.is_update or execution.is_delete
    if writes and mapper is not None and issubclass(mapper.class_, Journaled):
        message = f"{mapper.class_.__name__} is journaled: change it through the session, row by row."
        raise RuntimeError(message)
