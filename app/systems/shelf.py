"""Which cards a query looks at: those that stand, or those that the register knew at an earlier instant."""

from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from sqlalchemy import ColumnElement, or_
from sqlmodel import col

from app.http.lists import Order, SortKey
from app.models import Card, CardVersion
from app.register.organisation import Organisation
from app.register.past import Moment
from app.register.reader import Reader


@dataclass(frozen=True)
class Shelf:
    """`standing` is the condition that a card was valid; `moment` is None for the present."""

    reader: Reader
    table: type[Card] | type[CardVersion]
    standing: list[ColumnElement[bool]] = field(default_factory=list)
    moment: Moment | None = None

    @cached_property
    def organisation(self) -> Organisation:
        """The organisation that goes with the cards."""
        if self.moment is None:
            return self.reader.organisation
        return self.reader.organisation_then(self.moment, self.reader.day_of(self.moment.at))

    @cached_property
    def order(self) -> Order:
        """What the list of cards can be sorted by."""
        table = self.table
        return Order(
            {
                "name": SortKey(col(table.name_sort)),
                "severityRank": SortKey(col(table.severity_rank), int),
                "criticality": SortKey(col(table.criticality_rank), int),
                "findingCount": SortKey(col(table.finding_count), int),
                "updatedAt": SortKey(col(table.updated_at), datetime),
                "createdAt": SortKey(col(table.created_at), datetime),
                "id": SortKey(col(table.system_id)),
            },
            "name",
            SortKey(col(table.system_id)),
        )


def shelf(reader: Reader, known_at: datetime | None) -> Shelf:
    """Raises InvalidInput for an instant at which the register had not begun, or that is to come."""
    if known_at is None:
        return Shelf(reader, Card)
    moment = reader.moment(known_at)
    until = col(CardVersion.known_until)
    known = [col(CardVersion.known_from) <= moment.at, or_(until.is_(None), until > moment.at)]
    return Shelf(reader, CardVersion, known, moment)
