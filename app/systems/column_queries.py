"""Today's cards out of memory: the columns say which, and their bodies are kept or read."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from sqlalchemy import select

from app.core.among import among
from app.core.chunks import chunks
from app.core.database import read_alone
from app.core.encoded import encoded
from app.http.column_pages import cut_page
from app.http.lists import Page
from app.models import Card
from app.register.columns.snapshot import CardSnapshot
from app.register.columns.store import OtherEdition
from app.register.shapes import CARD
from app.security.reader import Reader
from app.systems.column_filters import matching
from app.systems.facets import counted
from app.systems.listing import SYSTEM_ORDER, SystemListQuery

_TABLE = Card.__table__  # type: ignore[attr-defined]
_BODIES = select(_TABLE.c.system_id, _TABLE.c.revision, encoded(_TABLE.c.body), _TABLE.c.shape).where(
    among(_TABLE.c.system_id, "ids")
)
_CHUNK = 500


def page(reader: Reader, query: SystemListQuery) -> tuple[Page, Sequence[bytes]]:
    """A page of the cards that match. Raises InvalidInput for the cursor, and OtherEdition."""
    snapshot = reader.columns
    mask = matching(snapshot, reader.now, query)
    total = int(np.count_nonzero(mask))
    found = cut_page(snapshot, mask, SYSTEM_ORDER, query, total)
    return replace(found, besides=counted(snapshot, mask, query)), bodies(reader, snapshot, found.rows)


def body(reader: Reader, system_id: str) -> bytes | None:
    """One card; None where there is no such system. Raises OtherEdition."""
    snapshot = reader.columns
    slot = snapshot.slot(system_id)
    return None if slot is None else bodies(reader, snapshot, [slot])[0]


def kept_body(reader: Reader, system_id: str) -> bytes | None:
    """The same where it is in memory as the reader's edition has it; nothing is read, and nobody waits."""
    columns = reader.register.columns
    snapshot = None if reader.peeked is None else columns.at_hand(reader.peeked)
    slot = None if snapshot is None else snapshot.slot(system_id)
    return None if snapshot is None or slot is None else columns.bodies.of(*snapshot.revisions([slot]))[0]


def body_by_key(reader: Reader, source: str, external_id: str) -> bytes | None:
    """The same of the system with the caller's own key."""
    snapshot = reader.columns
    (slots,) = (snapshot.having("external_id", external_id) & snapshot.having("source", source)).nonzero()
    return bodies(reader, snapshot, slots.tolist())[0] if len(slots) else None


def bodies(reader: Reader, snapshot: CardSnapshot, slots: Sequence[int]) -> list[bytes]:
    """The cards at the slots. Raises OtherEdition where the database has other revisions of them by now."""
    system_ids, revisions = snapshot.revisions(slots)

    def missing(places: Sequence[int]) -> list[bytes]:
        new = _read(reader, {system_ids[place]: revisions[place] for place in places})
        return [new[system_ids[place]] for place in places]

    return reader.register.columns.bodies.completed(system_ids, revisions, missing)


def _read(reader: Reader, missing: dict[str, int]) -> dict[str, bytes]:
    # Not of one snapshot: each is held to its revision.
    asked = (read_alone(reader.session, _BODIES, {"ids": chunk}) for chunk in chunks(list(missing), _CHUNK))
    rows = [row for found in asked for row in found]
    if {system_id: revision for system_id, revision, _, _ in rows} != missing:
        raise OtherEdition
    return {system_id: CARD.up_to_date(body, shape) for system_id, _, body, shape in rows}
