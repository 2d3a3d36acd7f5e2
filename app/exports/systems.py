"""Systems as a file: the columns that an import takes, and what the register knows besides."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

import orjson

from app.exports import queries
from app.exports.dataset import Dataset, Rows
from app.exports.parts import positions_in, units_in
from app.exports.schemas import SystemQuery
from app.exports.values import Record, Translation
from app.models import Card
from app.systems.card import SystemCard
from app.systems.columns import ADDED, COLUMNS
from app.systems.queries import bodies, order, select_cards
from app.tabular.columns import headers_of
from app.vocabulary import FundingState

_HEADERS = headers_of(COLUMNS, **ADDED)
_TRANSLATION = Translation(SystemCard, _HEADERS)


class Systems(Dataset[SystemQuery]):
    """As JSON: the cards, as the list gives them."""

    title = "systemer"
    purpose = "Kommunens systemer: hvem der ejer dem, hvad de koster, og hvad registret har fundet."
    columns = COLUMNS
    headers = _HEADERS
    filters = SystemQuery
    schema = SystemCard
    types = {"ownerLevel": int, "ownerSince": date, "usingUnitNames": list}
    kind = "systems"

    def find(self, query: SystemQuery) -> Rows:
        cards = select_cards(self.known, query).where(*self.exported(self.known.table(Card).c.system_id))
        return queries.read_all(self.reader.session, cards, order(self.known), query.sort)

    def lists(self) -> Mapping[str, Sequence[str]]:
        """Of the part of the register that the caller may export."""
        return {
            "unit": self.names.units.among(units_in(self.part, self.organisation)),
            "owner": self.names.positions.among(positions_in(self.part, self.organisation)),
        }

    def prepared(self, page: Sequence[Any]) -> Sequence[bytes]:
        """The cards."""
        return bodies(self.known, page)

    def record(self, row: bytes) -> Record:
        """The card's values for a line of the file."""
        card = orjson.loads(row)
        owner = card["owner"] or {}
        return {
            **_TRANSLATION(card),
            "unit": self.names.units.text(card["unitId"]),
            "usingUnits": self.names.units.texts(card["usingUnitIds"]),
            "owner": self.names.positions.text(owner.get("positionId")),
            # Turtle says it the other way round, of the successor itself.
            "successorId": card["successorId"],
            "successor": self.names.systems.text(card["successorId"]),
            "ownerPersonName": owner.get("personName"),
            "ownerLevel": owner.get("managementLevel"),
            "ownerTitle": owner.get("title"),
            "ownerUnitName": owner.get("unitName"),
            "ownerSince": date.fromisoformat(owner["since"]) if owner.get("since") else None,
            "unitName": self.names.units.name(card["unitId"]),
            "usingUnitNames": self.names.units.names(card["usingUnitIds"]),
            "fundingState": FundingState(card["funding"]["state"]),
        }

    def item(self, row: bytes) -> bytes:
        """The card."""
        return row
