"""What one import works with: its transaction, its day, and what it has read of the register so far."""

from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from app.core.lazy import lazy
from app.imports import queries
from app.imports.index import Index
from app.imports.limit import Limit
from app.imports.offers import Offers
from app.imports.schemas import ImportOptions
from app.journal.recorder import Change
from app.models import Keyed, Person
from app.tabular.basis import MadeFrom


@dataclass
class Workspace:
    """`fields`: those that the file has a column for. `basis`: what it was made from, where the register made it.

    `absent`: the keys of that which no row of the file has now. `unordered`: whether several values of one field come
    in no order in it. `offers`: None for the operator, who needs nobody's consent; `limit`: of a caller that is
    limited to a unit.
    """

    session: Session
    today: date
    options: ImportOptions
    fields: frozenset[str]
    basis: MadeFrom | None = None
    absent: frozenset[str] = frozenset()
    unordered: bool = False
    offers: Offers | None = None
    limit: Limit | None = None
    _indexes: dict[type[Keyed], Index] = field(default_factory=dict)

    def needs_consent(self, position_id: str) -> bool:
        """Whether the position lies outside what the caller keeps."""
        return self.offers is not None and self.offers.needed(position_id)

    def index(self, table: type[Keyed]) -> Index:
        """The table's rows by id, key and name; read when first asked for."""
        if table not in self._indexes:
            index = Index(table.declared.noun, self.options.source)
            index.extend(queries.entries(self.session, table))
            if table is Person:
                # People are called by their mail address as well.
                for person_id, email in queries.mail_addresses(self.session):
                    index.also_named(index[person_id], email)
            self._indexes[table] = index
        return self._indexes[table]

    @lazy
    def held(self) -> dict[str, list[str]]:
        """Person → the positions that they hold today."""
        return queries.held_positions(self.session, self.today)

    def concerned_by(self, change: Change) -> bool:
        """Whether the file names what was changed, so that its rows may mean something else since."""
        index = next((each for table, each in self._indexes.items() if table.resource == change.resource), None)
        if index is None:
            return False
        return any(
            side.get(key) is not None and index.was_asked_for(side[key])
            for side in (change.before, change.after)
            if side is not None
            for key in ("name", "title", "externalId")
        )
