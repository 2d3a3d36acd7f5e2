"""Spreadsheets of people."""

from app.imports.choices import ImportKind
from app.imports.draft import Draft
from app.imports.keyed import KeyedKind
from app.models import Person
from app.organisation.people.columns import ADDED, COLUMNS
from app.organisation.people.schemas import PersonWrite


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

    def compose(self, draft: Draft) -> None:
        """Whoever was erased stays so, whatever a nightly file still says."""
        if self.is_closed(draft):
            draft.warn(None, "erased", "Personen er slettet efter anmodning. Rækken ændrer intet.")
            return
        super().compose(draft)
