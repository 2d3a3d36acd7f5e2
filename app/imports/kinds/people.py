"""Spreadsheets of people."""

from collections.abc import Sequence
from datetime import date

from app.imports.choices import ImportKind
from app.imports.draft import Draft
from app.imports.keyed import KeyedKind
from app.models import Person
from app.organisation.people.columns import ADDED, COLUMNS
from app.organisation.people.queries import last_begun
from app.organisation.people.schemas import PersonWrite
from app.organisation.people.service import left_before_beginning


class People(KeyedKind):
    """Two people of one name are told apart by their keys."""

    name = ImportKind.PEOPLE
    table = Person
    schema = PersonWrite
    columns = COLUMNS
    passed_over = ADDED.values()

    def is_closed(self, draft: Draft) -> bool:
        """Whether the person was erased."""
        return isinstance(draft.existing, Person) and draft.existing.erased_on is not None

    def read(self, drafts: Sequence[Draft]) -> None:
        super().read(drafts)
        known = [draft.id for draft in drafts if draft.found and draft.values.get("leavesOn")]
        self._begun = last_begun(self.work.session, known, self.work.today)

    def compose(self, draft: Draft) -> None:
        """Whoever was erased stays so, whatever a nightly file still says."""
        if self.is_closed(draft):
            draft.warn(None, "erased", "Personen er slettet efter anmodning. Rækken ændrer intet.")
            return
        super().compose(draft)
        last = draft.columns.get("leaves_on")
        begun, title = self._begun.get(draft.id, (date.min, ""))
        if last is not None and last < begun:
            draft.reject("leavesOn", "left-before-beginning", left_before_beginning(begun, title).da)
