"""People as a file: who they are, how to reach them, and what they hold."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from app.core.lazy import lazy
from app.exports import queries
from app.exports.dataset import Dataset, Rows
from app.exports.parts import people_in
from app.exports.schemas import PersonQuery
from app.exports.values import Record, Translation
from app.http.representation import encode
from app.models import Person
from app.organisation.people.columns import ADDED, COLUMNS
from app.organisation.people.queries import ORDER, select_people, view
from app.organisation.people.schemas import PersonView
from app.tabular.columns import headers_of

_HEADERS = headers_of(COLUMNS, **ADDED)
_TRANSLATION = Translation(PersonView, _HEADERS)


class People(Dataset[PersonQuery]):
    """Mail and phone only for callers who see them in the list: for others the cells are empty."""

    title = "personer"
    purpose = "Personerne, og hvilke stillinger de har i dag. Mail og telefon står der kun, hvis du må se dem."
    columns = COLUMNS
    headers = _HEADERS
    filters = PersonQuery
    schema = PersonView
    types = {"positions": list}
    kind = "people"

    @lazy
    def _held(self) -> Mapping[str, list[str]]:
        """Person → the positions held today, each with its unit."""
        held: dict[str, list[str]] = defaultdict(list)
        for position in self.organisation.positions.values():
            holder = self.organisation.incumbency(position.id).holder
            if holder is not None:
                held[holder.person_id].append(f"{position.title} ({self.organisation.units[position.unit_id].name})")
        return held

    def find(self, query: PersonQuery) -> Rows:
        own = queries.one_of(Person.id, people_in(self.part, self.reader.organisation))
        return queries.read_all(self.reader.session, select_people(query).where(*own), ORDER, query.sort)

    def prepared(self, page: Sequence[Any]) -> Sequence[PersonView]:
        """What the caller may see of them."""
        return [view(self.reader, row[0]) for row in page]

    def record(self, row: PersonView) -> Record:
        """The person's values for a line of the file."""
        said = _TRANSLATION(row.model_dump(mode="json", by_alias=True))
        return {**said, "positions": sorted(self._held.get(row.id, ()))}

    def item(self, row: PersonView) -> bytes:
        """The person, as the list gives it."""
        return encode(row)
