"""Units, people, systems and contracts: what KITOS says of them, set against what it said last and what stands here."""

from collections.abc import Sequence
from typing import Any

from app.imports.choices import ImportKind
from app.imports.keyed import ID, KEY
from app.kitos import queries
from app.kitos.comparing import Comparison, compare
from app.kitos.fields import KEPT, REFERS, FieldValues, Thing
from app.kitos.ledger import WHOLE, Ledger, body_of
from app.kitos.notices import Notices, called
from app.kitos.writing import Writer
from app.models import Person


class Merging:
    """One kind after the other; those that refer to others come behind them."""

    def __init__(self, ledger: Ledger, writer: Writer, notices: Notices) -> None:
        self._ledger, self._writer, self._notices = ledger, writer, notices

    def merge(self, kind: ImportKind, things: Sequence[Thing]) -> None:
        """Write what is new or has changed, note what differs, and keep what KITOS says."""
        ledger = self._ledger
        met = self._meet(kind, things)
        links = {thing.uuid: self._link(kind, thing, met) for thing in things}
        rows = queries.rows(ledger.session, kind, {link for link in links.values() if link})
        coming = {thing.uuid for thing in things if links[thing.uuid] is None and "name" in thing.fields}
        self._uuids = ledger.uuids()
        for uuid, row_id in met.items():
            if kind in self._uuids:
                self._uuids[kind][row_id] = uuid
        wanted: list[tuple[Thing, Comparison, FieldValues]] = []
        for thing in things:
            link = links[thing.uuid]
            if link is None:
                if thing.uuid in coming:
                    wanted.append((thing, Comparison(take=self._reachable(thing.fields, coming)), {}))
                else:
                    label = called(kind, thing.uuid, None)
                    self._notices.left_out.append(f"{label} er udeladt. {thing.nameless}")
            elif link not in rows:
                self._gone_here(kind, thing)
            elif not _is_forgotten(rows[link]):
                have = queries.fields_of(rows[link], kind, self._uuids)
                if thing.nameless:
                    self._notices.left_out.append(
                        f"{called(kind, thing.uuid, have['name'])} beholder sit navn. {thing.nameless}"
                    )
                wanted.append((thing, self._compare(kind, thing, have, coming), have))
        self._write(kind, wanted, links)
        ledger.agree_where_same(kind)

    def _meet(self, kind: ImportKind, things: Sequence[Thing]) -> dict[str, str]:
        """Uuid → id of rows that are here already, though KITOS was never followed for them."""
        unknown = [thing for thing in things if self._linked(kind, thing.uuid) is None]
        session = self._ledger.session
        met = queries.keyed_rows(session, KEPT[kind].table, [thing.uuid for thing in unknown])
        if kind is ImportKind.PEOPLE:
            mails = {str(thing.fields["email"]).lower(): thing for thing in unknown if thing.fields.get("email")}
            for mail, ids in queries.people_by_mail(session, mails).items():
                if len(ids) == 1 and ids[0] not in self._ledger.ids[kind].values():
                    met.setdefault(mails[mail].uuid, ids[0])
        return met

    def _linked(self, kind: ImportKind, uuid: str) -> str | None:
        record = self._ledger.record(kind, uuid)
        return record.register_id if record else None

    def _link(self, kind: ImportKind, thing: Thing, met: dict[str, str]) -> str | None:
        return self._linked(kind, thing.uuid) or met.get(thing.uuid)

    def _compare(self, kind: ImportKind, thing: Thing, have: FieldValues, coming: set[str]) -> Comparison:
        record = self._ledger.record(kind, thing.uuid)
        before = body_of(record) if record is not None and record.register_id is not None else None
        unchanged = frozenset(name for name, value in thing.fields.items() if before and before.get(name) == value)
        earlier = None if before is None else self._reachable(before, coming)
        said = self._reachable(thing.fields, coming)
        return compare(earlier, said, have, unchanged)

    def _reachable(self, fields: FieldValues, coming: set[str]) -> FieldValues:
        """Without what leads to nothing here."""
        found: FieldValues = {}
        for name, value in fields.items():
            known = self._ledger.ids[REFERS[name]] if name in REFERS else {}
            if name not in REFERS or value is None:
                found[name] = value
            elif isinstance(value, list):
                found[name] = [each for each in value if each in known]
            else:
                found[name] = value if value in known or (name == "parent" and value in coming) else None
        return found

    def _write(
        self, kind: ImportKind, wanted: Sequence[tuple[Thing, Comparison, FieldValues]], links: dict[str, str | None]
    ) -> None:
        writing = [each for each in wanted if each[1].take]
        rows = [self._row(thing, found.take, links[thing.uuid]) for thing, found, _ in writing]
        drafts = self._writer.write(kind, rows)
        ids = dict(links)
        for (thing, found, have), draft in zip(writing, drafts, strict=True):
            if not draft.rejected:
                ids[thing.uuid] = draft.id
                for name in found.take:
                    self._ledger.agree(kind, thing.uuid, name)
                continue
            why = self._writer.refusal(draft)
            if links[thing.uuid] is None:
                self._ledger.differ(kind, thing.uuid, WHOLE, "refused", why, (None, thing.label, None))
            for name in found.take if links[thing.uuid] else ():
                self._differ(kind, thing, name, have, "refused", why)
        for thing, found, have in wanted:
            for name in found.differ:
                self._differ(kind, thing, name, have, "changed", None)
            for name in found.agree:
                self._ledger.agree(kind, thing.uuid, name)
            self._keep(kind, thing, ids[thing.uuid])

    def _row(self, thing: Thing, take: FieldValues, link: str | None) -> dict[str, Any]:
        """What the import takes: the register's ids in the place of uuids, as far as there are any yet."""
        row: dict[str, Any] = {KEY: thing.uuid} if link is None else {ID: link}
        for name, value in take.items():
            ids = self._ledger.ids[REFERS[name]] if name in REFERS else {}
            if isinstance(value, list):
                row[name] = [ids.get(each, each) for each in value]
            elif link is not None or value is not None:
                row[name] = ids.get(value, value) if name in REFERS else value
        return row

    def _differ(
        self, kind: ImportKind, thing: Thing, name: str, have: FieldValues, reason: str, why: str | None
    ) -> None:
        record = self._ledger.record(kind, thing.uuid)
        before = body_of(record).get(name) if record else None
        self._ledger.differ(kind, thing.uuid, name, reason, why, (before, thing.fields[name], have[name]))

    def _keep(self, kind: ImportKind, thing: Thing, register_id: str | None) -> None:
        """Fields that could not be told this time stay as they were said last."""
        record = self._ledger.record(kind, thing.uuid)
        self._ledger.keep(kind, thing.uuid, {**(body_of(record) if record else {}), **thing.fields}, register_id)

    def _gone_here(self, kind: ImportKind, thing: Thing) -> None:
        """Somebody has deleted it in the register: it does not come back by itself."""
        record = self._ledger.record(kind, thing.uuid)
        if kind is ImportKind.PEOPLE or record is None:
            return
        if any(body_of(record).get(name) != value for name, value in thing.fields.items()):
            self._ledger.differ(kind, thing.uuid, WHOLE, "deletedHere", thing.label, (thing.label, thing.label, None))
            self._keep(kind, thing, record.register_id)


def _is_forgotten(row: object) -> bool:
    """Of a person who was erased, nothing is kept, whatever KITOS still says."""
    return isinstance(row, Person) and row.erased_on is not None
