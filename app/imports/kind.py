"""What every kind of file has: columns, rows that find their match, and bodies that the API's own schemas check."""

from abc import ABC, abstractmethod
from collections.abc import Collection, Mapping, Sequence
from typing import Any, ClassVar, TypeVar

from pydantic import ValidationError
from pydantic.alias_generators import to_snake

from app.core.schema import Schema
from app.core.validation import field_problems
from app.imports.choices import ImportKind
from app.imports.draft import Draft
from app.imports.index import Entry
from app.imports.limit import Limit
from app.imports.wording import sentence
from app.imports.workspace import Workspace
from app.models import Journaled, Keyed
from app.tabular.columns import Column

S = TypeVar("S", bound=Schema)


class Kind(ABC):
    """Made anew for each import. `app.imports.planning` says in which order the methods are called."""

    name: ClassVar[ImportKind]
    table: ClassVar[type[Journaled]]
    #: The body of the API that a row stands for.
    schema: ClassVar[type[Schema]]
    columns: ClassVar[tuple[Column, ...]]
    #: The fields that every row must say.
    required: ClassVar[frozenset[str]]
    #: Field → the one that may take its place: a file without a column of the first needs one of the second.
    instead: ClassVar[Mapping[str, str]] = {}
    #: Field → the table that its cells name rows of.
    refers: ClassVar[Mapping[str, type[Keyed]]] = {}
    #: Attribute of ids → the relationship that it stands for.
    links: ClassVar[Mapping[str, str]] = {}
    #: Whether the rows may be written in several transactions. Those of a tree may not: half of them can be a circle.
    in_steps: ClassVar[bool] = True
    #: Field → header of columns that exports write beside those, for the reader.
    shown_only: ClassVar[Mapping[str, str]] = {}
    #: Those among them that say more of a field → that field, where a change is written.
    written_in: ClassVar[Mapping[str, str]] = {}
    #: The field by which an exported file finds its rows again.
    key: ClassVar[str] = "id"

    def __init__(self, work: Workspace) -> None:
        self.work = work

    def refer(self, column: Column, text: str) -> Entry:
        """The row that a cell names; raises Unresolved."""
        return self.work.index(self.refers[column.name]).resolve(text)

    @abstractmethod
    def match(self, drafts: Sequence[Draft]) -> None:
        """Find the row that each draft changes or makes; reject those that match several, or one twice."""

    def match_rejected(self, drafts: Sequence[Draft]) -> None:
        """The same for rows that have a fault already, as far as they can be told."""
        for draft in drafts:
            there = draft.shown.keys() | draft.values.keys() | draft.unread
            for column in self.columns:
                if column.name in self.required and column.name not in there:
                    draft.reject(column.name, "missing", "Cellen er tom; udfyld den.")

    def check(self, drafts: Sequence[Draft]) -> None:  # noqa: B027 - for those that have something to check
        """Reject, before any is composed, what cannot stand beside the others."""

    @abstractmethod
    def read(self, drafts: Sequence[Draft]) -> None:
        """Read what composing needs, for these drafts, which are composed next."""

    @abstractmethod
    def compose(self, draft: Draft) -> None:
        """Work out what the draft writes."""

    def release(self, draft: Draft) -> None:  # noqa: B027 - for those that read it for the draft alone
        """Forget the row that is there, now that the draft is composed."""

    def begin_from(self, draft: Draft, row: Any, *, edited: bool) -> bool:  # noqa: ANN401, ARG002 - a row of the kind's own table
        """Bind a draft of an exported workbook to its row; whether there is anything to plan.

        What was not edited is what the register says now, since rows are matched and checked by it.
        """
        draft.bind(row)
        for column in self.columns:
            if column.name in (draft.basis or ()) and column.name not in draft.values:
                self.leave(draft, column)
        return True

    def leave(self, draft: Draft, column: Column) -> None:
        """Have the field be as it is in the register."""
        value = getattr(draft.existing, column.attribute)
        draft.values.pop(column.name, None)
        draft.references.pop(column.name, None)
        if value is not None:
            draft.values[column.name] = value
            if column.name in self.refers:
                draft.references[column.name] = value

    def now(self, draft: Draft, column: Column) -> Any:  # noqa: ANN401 - a value of any field
        """What the register says in the field; the id, or the ids, where it names rows."""
        return getattr(draft.existing, column.attribute)

    def is_closed(self, row: Journaled | None) -> bool:  # noqa: ARG002 - for those that have such rows
        """Whether the row takes nothing any more, whatever a file says."""
        return False

    def review(self, draft: Draft) -> None:
        """Say what else is wrong with a row that is rejected already: what its texts and numbers may not be."""
        unresolved = {
            column.attribute for column in self.columns if column.name in self.refers.keys() - draft.references.keys()
        }
        said = {name: value for name, value in self.sent(draft, self.schema).items() if name not in unresolved}
        try:
            self.schema.model_validate(said)
        except ValidationError as error:
            # What the row does not say may be missing because its cell could not be read.
            self._reject(draft, error, among=said)

    def refuse_outside(self, draft: Draft, limit: Limit) -> None:  # noqa: B027 - the organisation belongs to no unit
        """Reject a draft that reaches outside the unit that the caller is limited to."""

    def cross_check(self, drafts: Sequence[Draft]) -> bool:  # noqa: ARG002 - for those that have something to check
        """Reject drafts that cannot stand beside the others; gives whether there were any."""
        return False

    def arrange(self, drafts: Sequence[Draft]) -> None:  # noqa: B027 - for those whose order matters
        """Set phase and depth where the order of writing matters."""

    def is_whole(self, draft: Draft) -> bool:
        """Whether every required cell says something; rejects the draft where one does not."""
        said = draft.values.keys()
        for column in self.columns:
            if column.name in self.required and column.name not in said:
                draft.reject(column.name, "missing", "Cellen er tom; udfyld den.")
        return not draft.rejected

    def sent(self, draft: Draft, schema: type[Schema]) -> dict[str, Any]:
        """What the row says of the schema's attributes."""
        said = {**draft.values, **draft.references}
        return {
            column.attribute: said[column.name]
            for column in self.columns
            if column.name in said and column.attribute in schema.model_fields
        }

    def validated(self, draft: Draft, schema: type[S], values: Mapping[str, Any]) -> S | None:
        """The values as the API would take them; None, with the draft rejected, where it would not."""
        try:
            return schema.model_validate(dict(values))
        except ValidationError as error:
            self._reject(draft, error)
            return None

    def _reject(self, draft: Draft, error: ValidationError, among: Collection[str] | None = None) -> None:
        """`among`: the attributes that are to be spoken of; None: all, and the row as a whole."""
        by_attribute = {column.attribute: column for column in self.columns}
        details = error.errors(include_url=False, include_input=False)
        for detail, problem in zip(details, field_problems(details), strict=True):
            attribute = to_snake(str(detail["loc"][0])) if detail["loc"] else ""
            if among is not None and (attribute not in among or detail["type"] == "missing"):
                continue
            column = by_attribute.get(attribute)
            name = column.name if column else None
            said = sentence(detail["type"], attribute, detail.get("ctx", {}))
            if detail["type"] == "missing" and column is not None and draft.header(column.name) is None:
                said = f"Rækken er ny, og så skal »{column.header}« oplyses; filen mangler den kolonne."
            draft.reject(name, problem.code, said)
