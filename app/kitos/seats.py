"""KITOS's roles name people, and responsibilities here positions: the one that the person holds, or one made for it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from app.imports.choices import ImportKind
from app.imports.keyed import KEY
from app.imports.queries import held_positions
from app.imports.quoting import quoted
from app.kitos import queries
from app.kitos.contents import Contents
from app.kitos.fields import FieldValues
from app.kitos.ledger import Ledger, body_of
from app.kitos.mapping import Mapped
from app.kitos.notices import KitosNames
from app.kitos.reach import at, uuid_of
from app.kitos.writing import Writer
from app.models import Position
from app.vocabulary import MANAGEMENT_LEVELS

#: KITOS knows no levels. The lowest is one that OWN003 points at where the system needs a higher one.
LEVEL = max(MANAGEMENT_LEVELS)


@dataclass(slots=True)
class Seats:
    """Where each user sits. `_held`: person → ids of the positions held today."""

    ledger: Ledger
    contents: Contents
    _held: Mapping[str, list[str]]
    _positions: Mapping[str, Position]

    def of(self, user: str) -> list[str]:
        """The positions of the user, the highest first."""
        person = self.ledger.ids[ImportKind.PEOPLE].get(user)
        return sorted(self._held.get(person or "", ()), key=self._order)

    def _order(self, position_id: str) -> tuple[int, str]:
        position = self._positions.get(position_id)
        return (position.management_level if position else LEVEL, position_id)

    def for_system(self, user: str, usage: str) -> str | None:
        """The one in the system's unit, else the highest; None for a user who sits nowhere."""
        seats = self.of(user)
        unit = unit_of(self.contents, usage)
        unit_id = self.ledger.ids[ImportKind.UNITS].get(unit or "")
        near = [each for each in seats if each in self._positions and self._positions[each].unit_id == unit_id]
        return next(iter(near or seats), None)


def take_seats(
    ledger: Ledger, writer: Writer, contents: Contents, mapped: Mapped, today: date, names: KitosNames
) -> Seats:
    """Make positions for those who have duties and hold none; the report names each, since its level is a guess."""
    held = held_positions(ledger.session, today)
    rows: list[dict[str, Any]] = []
    made_for: list[str] = []
    people = _usages_by_user(mapped)
    for user, usages in people.items():
        person = ledger.ids[ImportKind.PEOPLE].get(user)
        if person is None or held.get(person) or ledger.record(ImportKind.POSITIONS, user) is not None:
            continue
        unit = _unit_for(ledger, contents, usages)
        if unit is None:
            mapped.notices.warnings.append(
                f"{names.person(user)} har en rolle i KITOS, men ingen enhed at sidde i. Opret en stilling i registret."
            )
            continue
        title = mapped.titles[usages[0], user]
        rows.append({KEY: user, "title": title, "unit": unit, "managementLevel": LEVEL, "holder": person})
        made_for.append(user)
    said = {
        place: f"{names.person(user)} havde ingen stilling i registret. Stillingen {quoted(rows[place]['title'])} er "
        f"oprettet efter rollen på {names.system(people[user][0])}, og ledelsesniveauet er sat til {LEVEL} "
        f"({MANAGEMENT_LEVELS[LEVEL]}), da KITOS ikke kender det. Ret det gerne."
        for place, user in enumerate(made_for)
    }
    drafts = writer.write(ImportKind.POSITIONS, rows, said)
    for user, row, draft in zip(made_for, rows, drafts, strict=True):
        if not draft.rejected:
            ledger.keep(ImportKind.POSITIONS, user, {"title": row["title"]}, draft.id)
    return seats_of(ledger, contents, today)


def seats_of(ledger: Ledger, contents: Contents, today: date) -> Seats:
    """The positions that are held today."""
    held = held_positions(ledger.session, today)
    return Seats(
        ledger, contents, held, queries.positions(ledger.session, {each for ids in held.values() for each in ids})
    )


def unit_of(contents: Contents, usage: str) -> str | None:
    """Uuid of the unit that is responsible for the system."""
    return uuid_of(at(contents.usages.get(usage), "organizationUsage", "responsibleOrganizationUnit"))


def _usages_by_user(mapped: Mapped) -> dict[str, list[str]]:
    """In the order of the systems; of several duties in one, the first gives the title."""
    found: dict[str, list[str]] = {}
    for usage, duties in mapped.held.items():
        for users in duties.values():
            for user in users:
                if usage not in found.setdefault(user, []):
                    found[user].append(usage)
    return found


def _unit_for(ledger: Ledger, contents: Contents, usages: Iterable[str]) -> str | None:
    """The id of the first system's unit that is known here, else of the organisation's own."""
    known = ledger.ids[ImportKind.UNITS]
    for usage in usages:
        unit = unit_of(contents, usage)
        if unit in known:
            return known[unit]
    roots = (record for (kind, _), record in sorted(ledger.records.items()) if kind == ImportKind.UNITS)
    return next(
        (known[each.external_id] for each in roots if _is_root(body_of(each)) and each.external_id in known), None
    )


def _is_root(body: FieldValues) -> bool:
    return body.get("parent") is None and "name" in body
