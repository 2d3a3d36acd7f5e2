"""Spreadsheets of people."""

from collections.abc import Sequence
from datetime import date

from app.core.lazy import lazy
from app.imports import queries
from app.imports.choices import ImportKind
from app.imports.draft import Draft
from app.imports.keyed import KeyedKind
from app.models import Journaled, Person
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
    shown_only = ADDED
    telling = ("email",)

    def is_closed(self, row: Journaled | None) -> bool:
        """Whether the person was erased."""
        return isinstance(row, Person) and row.erased_on is not None

    def match(self, drafts: Sequence[Draft]) -> None:
        super().match([draft for draft in drafts if not self._is_erased(draft)])

    def _is_erased(self, draft: Draft) -> bool:
        """Whether it is a person as an older workbook had them, whose id was removed; rejects the draft."""
        if draft.basis is not None or self.removed is None:
            return False
        if not any(self.removed.was(draft, row_id) for row_id in self._erased):
            return False
        detail = (
            "Rækken har intet id og er en person, der er slettet efter anmodning, siden filen blev hentet. Personen "
            "oprettes ikke igen. Slet rækken i filen."
        )
        draft.reject(self.key, "erased", detail)
        return True

    @lazy
    def _erased(self) -> list[str]:
        """Those of the workbook."""
        known = self.work.basis.rows if self.work.basis else {}
        return [row_id for row_id in queries.erased_people(self.work.session) if row_id in known]

    def read(self, drafts: Sequence[Draft]) -> None:
        super().read(drafts)
        known = [draft.id for draft in drafts if draft.found and draft.values.get("leavesOn")]
        self._begun = last_begun(self.work.session, known, self.work.today)

    def compose(self, draft: Draft) -> None:
        """Whoever was erased stays so, whatever a nightly file still says."""
        if self.is_closed(draft.existing):
            draft.warn(None, "erased", "Personen er slettet efter anmodning. Rækken ændrer intet.")
            return
        super().compose(draft)
        last = draft.columns.get("leaves_on")
        begun, title = self._begun.get(draft.id, (date.min, ""))
        if last is not None and last < begun:
            draft.reject("leavesOn", "left-before-beginning", left_before_beginning(begun, title).da)
