"""Kinds whose rows have a key and a name: found by key, without one by name within the source."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any, ClassVar

from app.core.identifiers import new_id
from app.core.keyed import KeyedBody
from app.core.lazy import lazy
from app.imports import queries
from app.imports.draft import Draft
from app.imports.index import Entry, Index, Unresolved
from app.imports.kind import Kind
from app.imports.merging import refuse_removed
from app.imports.quoting import quoted
from app.imports.removed import RemovedKeys
from app.models import Keyed
from app.tabular.columns import Column

KEY = "externalId"
#: Exports write it, so that an exported file finds its rows again whatever their keys.
ID = "id"
_LONGEST_KEY = 200


class KeyedKind(Kind):
    """`label`: the field that names a row. `telling`: others that tell whose it is."""

    table: ClassVar[type[Keyed]]
    schema: ClassVar[type[KeyedBody]]
    label: ClassVar[str] = "name"
    telling: ClassVar[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        super().__init_subclass__()
        cls.required = frozenset({cls.label})

    @property
    def index(self) -> Index:
        return self.work.index(self.table)

    def match_rejected(self, drafts: Sequence[Draft]) -> None:
        # Whose name is there but cannot be read is told that already.
        names = {self.label, KEY, ID}
        self.match(
            [
                draft
                for draft in drafts
                if draft.values.keys() & names or not (draft.shown.keys() | draft.unread) & names
            ]
        )

    def match(self, drafts: Sequence[Draft]) -> None:
        for draft in drafts:
            name, key = draft.values.get(self.label), draft.values.get(KEY)
            if draft.basis is None and self.removed is not None:
                lost = self.removed.lost(draft, self._alike(draft, name, key))
                if lost is not None:
                    refuse_removed(self, draft, lost.id)
                    continue
            try:
                found = self._find(draft, name, key)
            except Unresolved as fault:
                draft.reject(self.label, fault.code, fault.detail)
            else:
                self._claim(draft, found, name, key)
        # Only now is it known which rows the file has itself.
        for draft in drafts:
            if draft.id and draft.new:
                self._warn_of_namesakes(draft, draft.values[self.label])

    @lazy
    def removed(self) -> RemovedKeys | None:
        """Of a workbook that the register made."""
        basis, fields = self.work.basis, (self.label, KEY, *self.telling)
        return None if basis is None else RemovedKeys(basis, self.work.absent, self.index, fields)

    def _alike(self, draft: Draft, name: str | None, key: str | None) -> Iterator[Entry]:
        """The rows with the name, or with the key in any source."""
        if name is not None:
            yield from self.namesakes(draft, name)
        if key is not None:
            yield from self.index.keyed(key)

    def _find(self, draft: Draft, name: str | None, key: str | None) -> Entry | None:
        """By id, by the key in the import's source (the register's own id serves as one), else by name.

        Raises Unresolved.
        """
        known = self.index.with_id(draft.values.get(ID, ""))
        if known is not None:
            return known
        if key is not None:
            return self.index.with_key(key) or self.index.with_id(key)
        if name is not None:
            return self._with_name(draft, name)
        raise Unresolved("missing", "Rækken har hverken navn eller nøgle; udfyld en af dem.")

    def _with_name(self, draft: Draft, name: str) -> Entry | None:
        """By name among the source's rows, else among those of no source. Raises Unresolved where several match."""
        own = self.index.with_key(self.derived_key(draft, name))
        if own is not None and self.may_be(draft, own):
            return own
        namesakes = self.namesakes(draft, name)
        for source in (self.work.options.source, None):
            candidates = [entry for entry in namesakes if entry.source == source]
            if len(candidates) > 1:
                fault = self.index.ambiguous(name, candidates)
                raise Unresolved("ambiguous-match", f"{fault.detail} Skriv nøglen i kolonnen »Nøgle«.")
            if candidates:
                return candidates[0]
        return None

    def namesakes(self, draft: Draft, name: str) -> Sequence[Entry]:  # noqa: ARG002 - for kinds that look further
        """The rows that a row without a key may mean."""
        return self.index.namesakes(name)

    def may_be(self, draft: Draft, entry: Entry) -> bool:  # noqa: ARG002 - likewise
        """Whether the row with the derived key is the one that the draft means."""
        return True

    def derived_key(self, draft: Draft, name: str) -> str:  # noqa: ARG002 - likewise
        """The key that a row without one gets, so that the same file finds it again."""
        return fitting(name)

    def new_entry(self, draft: Draft, name: str, key: str | None) -> Entry:
        return Entry(
            id=new_id(),
            source=self.work.options.source,
            external_id=key or self.derived_key(draft, name),
            name=name,
            row=draft.number,
            new=True,
        )

    def _claim(self, draft: Draft, found: Entry | None, name: str | None, key: str | None) -> None:
        """Bind the draft to its row, once."""
        if found is not None and found.row is not None:
            shown = quoted(key or name or found.name)
            detail = (
                f"{shown} står allerede i række {found.row}. Lad hver kun stå én gang, eller giv dem hver sin nøgle."
            )
            draft.reject(KEY if key is not None else self.label, "repeated-key", detail)
            return
        if found is None:
            if name is None:
                draft.reject(self.label, "missing", f"Nøglen {quoted(str(key))} er ny, og så skal navnet oplyses.")
                return
            found = self.new_entry(draft, name, key)
            self.index.extend([found])
        else:
            found.row = draft.number
            if name is not None:
                self.index.also_named(found, name)
        draft.id, draft.found = found.id, not found.new

    def _warn_of_namesakes(self, draft: Draft, name: str) -> None:
        """A new row beside the same name is often the same thing twice, be its key new, changed or left out."""
        others = [entry for entry in self.namesakes(draft, name) if entry.row is None]
        if others:
            detail = f"Der oprettes en ny, selv om navnet findes i forvejen: {others[0].label}. Er det den samme?"
            draft.warn(self.label, "same-name", detail)

    def read(self, drafts: Sequence[Draft]) -> None:
        known = [draft for draft in drafts if draft.found]
        existing = queries.rows_by_id(
            self.work.session, self.table, (draft.id for draft in known), *self.links.values()
        )
        for draft in known:
            draft.existing = existing[draft.id]

    def release(self, draft: Draft) -> None:
        """Rows are compared one by one, and not needed afterwards."""
        draft.existing = None

    def begin_from(self, draft: Draft, row: Any, *, edited: bool) -> bool:  # noqa: ANN401 - a row of the kind's own table
        """A row that was not edited is passed over, and no other row of the file is taken for it."""
        draft.bind(row)
        if edited or self.is_closed(row):
            return True
        found = self.index.with_id(row.id)
        if found is not None:
            found.row = draft.number
        self.release(draft)
        return False

    def leave(self, draft: Draft, column: Column) -> None:
        """What a row does not say stays."""
        draft.values.pop(column.name, None)
        draft.references.pop(column.name, None)

    def now(self, draft: Draft, column: Column) -> Any:  # noqa: ANN401 - a value of any field
        """The ids, where the field stands for other rows."""
        return self.body_of(draft.existing)[column.attribute]

    def compose(self, draft: Draft) -> None:
        entry = self.index[draft.id]
        existing = self.body_of(draft.existing) if draft.existing else {}
        key = {"source": entry.source, "external_id": entry.external_id} if draft.new else {}
        body = self.validated(draft, self.schema, {**existing, **self.sent_body(draft), **key})
        if body is not None:
            self.write(draft, body, existing)

    def sent_body(self, draft: Draft) -> dict[str, Any]:
        """What the row says, but for its key: a row that was found keeps the one it has."""
        said = self.sent(draft, self.schema)
        said.pop("external_id", None)
        return said

    def body_of(self, row: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of the kind's own table
        """The body that the row stands for."""
        values = {name: getattr(row, name) for name in self.schema.model_fields if name not in self.links}
        linked = {name: sorted(linked.id for linked in getattr(row, relation)) for name, relation in self.links.items()}
        return values | linked

    def write(self, draft: Draft, body: Any, existing: dict[str, Any]) -> None:  # noqa: ANN401 - of the kind's schema
        """Note what differs between the body and what stands."""
        columns = body.model_dump(exclude=set(self.links))
        row = draft.existing
        draft.columns = {
            name: value for name, value in columns.items() if row is None or not self._says(getattr(row, name), value)
        }
        for name, relation in self.links.items():
            wanted = getattr(body, name)
            if set(wanted) != set(existing.get(name, ())):
                draft.links = {**draft.links, relation: list(wanted)}

    def _says(self, stands: Any, said: Any) -> bool:  # noqa: ANN401 - values of any field
        """Whether both are the same; where the file is a graph, in whatever order the register keeps several."""
        if self.work.unordered and isinstance(stands, list) and isinstance(said, list):
            return sorted(stands) == sorted(said)
        return bool(stands == said)


def fitting(key: str) -> str:
    """The text as a key: cut, with a mark of its own, where it is too long."""
    if len(key) <= _LONGEST_KEY:
        return key
    return f"{key[: _LONGEST_KEY - 17]} {sha256(key.encode()).hexdigest()[:16]}"
