"""What KITOS said last, in the transaction that brings it up to date: records, what they lead to, and differences."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson
from sqlmodel import Session

from app.core.canonical import canonical
from app.imports.choices import ImportKind
from app.kitos import queries
from app.kitos.fields import REFERS, SOURCE, FieldValues
from app.models import OutsideDifference, OutsideFeed, OutsideRecord

#: The field of a difference that is about the whole thing.
WHOLE = ""


class Ledger:
    """`fresh`: differences that were noted in this run."""

    def __init__(self, session: Session, now: datetime) -> None:
        self.session, self.now = session, now
        self.records: dict[tuple[str, str], OutsideRecord] = {
            (record.kind, record.external_id): record for record in queries.records(session)
        }
        self._open: dict[tuple[str, str, str], OutsideDifference] = {
            (each.kind, each.external_id, each.field): each for each in queries.open_differences(session)
        }
        self.ids: dict[ImportKind, dict[str, str]] = defaultdict(dict)
        for kind in ImportKind:
            linked = self._linked(kind)
            there = queries.existing(session, kind, linked.values())
            self.ids[kind] = {uuid: row_id for uuid, row_id in linked.items() if row_id in there}
        self.fresh: list[OutsideDifference] = []

    def _linked(self, kind: ImportKind) -> dict[str, str]:
        return {
            record.external_id: record.register_id
            for record in self.records.values()
            if record.kind == kind and record.register_id is not None
        }

    def record(self, kind: ImportKind, uuid: str) -> OutsideRecord | None:
        return self.records.get((kind, uuid))

    def uuids(self) -> dict[ImportKind, dict[str, str]]:
        """Kind → the row's id → the uuid of what it follows."""
        return {kind: {row_id: uuid for uuid, row_id in self.ids[kind].items()} for kind in set(REFERS.values())}

    def keep(self, kind: ImportKind, uuid: str, body: FieldValues, register_id: str | None) -> None:
        """Note what KITOS says now; what is the same as before is not written."""
        text = canonical(body)
        found = self.record(kind, uuid)
        if found is None:
            found = OutsideRecord(
                source=SOURCE, kind=kind, external_id=uuid, register_id=register_id, body=text, seen_at=self.now
            )
            self.records[kind, uuid] = found
            self.session.add(found)
        elif found.body != text or found.register_id != register_id or found.gone_at is not None:
            if found.gone_at is not None or (found.register_id is None and register_id is not None):
                self.agree(kind, uuid, WHOLE)
            found.body, found.register_id, found.seen_at, found.gone_at = text, register_id, self.now, None
        if register_id is not None:
            self.ids[kind][uuid] = register_id

    def gone(self, kind: ImportKind, uuid: str, label: str) -> None:
        """KITOS has it no more; nothing is deleted here for that."""
        found = self.record(kind, uuid)
        if found is not None and found.gone_at is None:
            found.gone_at = self.now
            if uuid in self.ids[kind]:
                self.differ(kind, uuid, WHOLE, "deleted", label, (label, None, label))

    def differ(
        self, kind: ImportKind, uuid: str, field: str, reason: str, detail: str | None, sides: tuple[Any, Any, Any]
    ) -> None:
        """Note what a person decides on; `sides`: what KITOS said before, says now, and what the register says."""
        before, outside, here = map(canonical, sides)
        known = self._open.get((kind, uuid, field))
        if known is None:
            known = OutsideDifference(
                source=SOURCE,
                kind=kind,
                external_id=uuid,
                field=field,
                reason=reason,
                detail=detail,
                before=before,
                outside=outside,
                here=here,
                noted_at=self.now,
            )
            self._open[kind, uuid, field] = known
            self.session.add(known)
            self.fresh.append(known)
        elif (known.outside, known.here, known.reason) != (outside, here, reason):
            known.outside, known.here, known.reason, known.detail = outside, here, reason, detail
            known.noted_at = self.now
            self.fresh.append(known)

    def agree(self, kind: ImportKind, uuid: str, field: str, how: str = "agreed") -> None:
        """Close the difference, where there is one."""
        known = self._open.pop((kind, uuid, field), None)
        if known is not None:
            known.settled, known.settled_at = how, self.now

    def agree_where_same(self, kind: ImportKind) -> None:
        """Close those that somebody has done away with in the register since."""
        waiting = [each for each in self._open.values() if each.kind == kind and each.field]
        ids = {each.external_id: self.ids[kind].get(each.external_id) for each in waiting}
        rows = queries.rows(self.session, kind, {row_id for row_id in ids.values() if row_id})
        for each in waiting:
            row = rows.get(ids[each.external_id] or "")
            if row is not None:
                have = queries.fields_of(row, kind, self.uuids())
                if each.field in have and canonical(have[each.field]) == each.outside:
                    self.agree(kind, each.external_id, each.field)

    def read_to(self, organisation: str, to: datetime) -> None:
        found = queries.feed(self.session, organisation)
        if found is None:
            self.session.add(OutsideFeed(source=SOURCE, scope=organisation, read_to=to, read_at=self.now))
        else:
            found.read_to, found.read_at = to, self.now

    @property
    def open(self) -> Iterable[OutsideDifference]:
        return self._open.values()


def body_of(record: OutsideRecord) -> FieldValues:
    found: FieldValues = orjson.loads(record.body)
    return found
