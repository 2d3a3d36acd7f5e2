"""A plain register that remembers every state it was in, and finds out who answered on a day by looking.

Written from the contract, not from the application: no SQL, no intervals in order, no shortcuts. What it says is what
every route has to say.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

Json = dict[str, Any]
#: Query keys with their values; several values of one key are alternatives.
Filters = Mapping[str, list[str]]
DAY = timedelta(days=1)
#: In the order of a card.
DUTIES = ("monitor", "fix", "develop", "retire")


@dataclass(frozen=True)
class Unit:
    id: str
    name: str
    parent_id: str | None


@dataclass(frozen=True)
class Position:
    id: str
    title: str
    level: int
    unit_id: str


@dataclass(frozen=True)
class Person:
    """`leaves_on` is the last day of work."""

    id: str
    name: str
    leaves_on: date | None = None


@dataclass(frozen=True)
class System:
    id: str
    name: str
    criticality: str
    lifecycle: str
    unit_id: str | None


@dataclass(frozen=True)
class Tenure:
    """Both days count, here and below; without `ends` until further notice."""

    id: str
    position_id: str
    person_id: str
    role: str
    begins: date
    ends: date | None


@dataclass(frozen=True)
class Responsibility:
    id: str
    system_id: str
    duty: str
    basis: str
    position_id: str
    begins: date
    ends: date | None

    @property
    def is_ownership(self) -> bool:
        return (self.duty, self.basis) == ("owner", "formal")


@dataclass(frozen=True)
class Stretch:
    """Days on end in which one person, or nobody, held the responsibility's position."""

    of: Responsibility
    person_id: str | None
    begins: date
    ends: date | None


@dataclass(frozen=True)
class Period:
    begins: date
    ends: date | None


Days = Tenure | Responsibility | Stretch | Period
ALWAYS = Period(date.min, None)


def meet(*periods: Days) -> bool:
    """Whether there is a day that is in all of them."""
    return max(one.begins for one in periods) <= min(one.ends or date.max for one in periods)


def on(day: date) -> Period:
    return Period(day, day)


@dataclass
class State:
    """All that the register says at one instant, by id."""

    units: dict[str, Unit] = field(default_factory=dict)
    positions: dict[str, Position] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    systems: dict[str, System] = field(default_factory=dict)
    tenures: dict[str, Tenure] = field(default_factory=dict)
    responsibilities: dict[str, Responsibility] = field(default_factory=dict)

    def copy(self) -> "State":
        return State(**{name: dict(rows) for name, rows in vars(self).items()})

    # ------------------------------------------------------------- who sat where
    def incumbents(self, position_id: str, role: str, day: date) -> list[str]:
        """The people who are in the position on the day: none of them has left."""
        return sorted(
            tenure.person_id
            for tenure in self.tenures.values()
            if (tenure.position_id, tenure.role) == (position_id, role)
            and meet(tenure, on(day))
            and day <= (self.people[tenure.person_id].leaves_on or date.max)
        )

    def holder(self, position_id: str, day: date) -> str | None:
        found = self.incumbents(position_id, "holder", day)
        assert len(found) <= 1, "two hold the position at once"
        return found[0] if found else None

    def stretches(self, held: Responsibility) -> Iterator[Stretch]:
        """Whoever comes back, or is appointed anew the next day, has not been away."""
        first_days = [held.begins, *(day for day in sorted(self._change_days()) if held.begins < day)]
        first_days = [day for day in first_days if meet(held, on(day))]
        holders = [(day, self.holder(held.position_id, day)) for day in first_days]
        changes = [
            held_by for number, held_by in enumerate(holders) if not number or holders[number - 1][1] != held_by[1]
        ]
        for number, (begins, person_id) in enumerate(changes):
            last = changes[number + 1][0] - DAY if number + 1 < len(changes) else held.ends
            yield Stretch(held, person_id, begins, last)

    def _change_days(self) -> set[date]:
        """The only days on which somebody else may sit somewhere than on the day before."""
        ends = [*(tenure.ends for tenure in self.tenures.values()), *(one.leaves_on for one in self.people.values())]
        return {tenure.begins for tenure in self.tenures.values()} | {day + DAY for day in ends if day}

    def turning_days(self) -> list[date]:
        """Days on which an answer may differ from the one about the day before, and those days before."""
        periods: list[Tenure | Responsibility] = [*self.tenures.values(), *self.responsibilities.values()]
        firsts = {one.begins for one in periods} | {one.ends + DAY for one in periods if one.ends} | self._change_days()
        return sorted(firsts | {day - DAY for day in firsts})

    # -------------------------------------------------------- GET /v1/responsibilities
    def rows(self, period: Period, filters: Filters) -> dict[str, Json]:
        """The rows that overlap the period and pass the filters, by id."""
        found = (
            stretch
            for held in self.responsibilities.values()
            for stretch in self.stretches(held)
            if meet(stretch, period) and self._passes(stretch, period, filters)
        )
        return {row["id"]: row for row in map(self.row, found)}

    def row(self, stretch: Stretch) -> Json:
        held = stretch.of
        system, position = self.systems[held.system_id], self.positions[held.position_id]
        return {
            "id": f"{held.id}:{stretch.begins}",
            "responsibilityId": held.id,
            "systemId": system.id,
            "systemName": system.name,
            "criticality": system.criticality,
            "personalData": ["unknown"],
            "duty": held.duty,
            "basis": held.basis,
            "positionId": position.id,
            "positionTitle": position.title,
            "managementLevel": position.level,
            "unitId": position.unit_id,
            "unitName": self.units[position.unit_id].name,
            "personId": stretch.person_id,
            "personName": self.name(stretch.person_id),
            "validFrom": stretch.begins.isoformat(),
            "validUntil": stretch.ends and stretch.ends.isoformat(),
            "responsibilityFrom": held.begins.isoformat(),
            "responsibilityUntil": held.ends and held.ends.isoformat(),
        }

    def name(self, person_id: str | None) -> str | None:
        return None if person_id is None else self.people[person_id].name

    def _passes(self, stretch: Stretch, period: Period, filters: Filters) -> bool:
        held, system = stretch.of, self.systems[stretch.of.system_id]
        said = {
            "duty": held.duty,
            "basis": held.basis,
            "positionId": held.position_id,
            "personId": stretch.person_id,
            "criticality": system.criticality,
            "lifecycle": system.lifecycle,
        }
        if any(key in filters and value not in filters[key] for key, value in said.items()):
            return False
        if "unitId" in filters and not self._belongs(system, filters):
            return False
        if "q" in filters and filters["q"][0].lower() not in system.name.lower():
            return False
        return self._owned_as_asked(stretch, period, filters)

    def _belongs(self, system: System, filters: Filters) -> bool:
        above = system.unit_id
        while above is not None and above not in filters["unitId"] and "includeSubunits" in filters:
            above = self.units[above].parent_id if above in self.units else None
        return above in filters["unitId"]

    def _owned_as_asked(self, stretch: Stretch, period: Period, filters: Filters) -> bool:
        """Whether someone who fits all that is asked owned the system while the row held, in the period."""
        owners = [
            owning
            for held in self.responsibilities.values()
            if held.is_ownership and held.system_id == stretch.of.system_id
            for owning in self.stretches(held)
            if meet(owning, stretch, period)
        ]
        if "hasOwner" in filters and (filters["hasOwner"] == ["true"]) != bool(owners):
            return False
        asked = any(key.startswith("owner") for key in filters)
        return not asked or any(self._fits(owning, filters) for owning in owners)

    def _fits(self, owning: Stretch, filters: Filters) -> bool:
        position = self.positions[owning.of.position_id]
        said = {
            "ownerPositionId": position.id,
            "ownerPersonId": owning.person_id,
            "ownerUnitId": position.unit_id,
        }
        lowest, highest = (int(filters.get(key, [without])[0]) for key, without in LEVELS.items())
        known = all(value in filters[key] for key, value in said.items() if key in filters)
        return known and lowest <= position.level <= highest

    # ------------------------------------------------------------ cards, chains, lists
    def held(self, system_id: str, duty: str, basis: str, day: date) -> list[Responsibility]:
        return [
            one
            for one in self.responsibilities.values()
            if (one.system_id, one.duty, one.basis) == (system_id, duty, basis) and meet(one, on(day))
        ]

    def holders(self, system_id: str, duty: str, basis: str, day: date) -> list[Json]:
        """As a card names them, by the position's id."""
        found = sorted({one.position_id for one in self.held(system_id, duty, basis, day)})
        people = [self.holder(position_id, day) for position_id in found]
        return [
            {
                "positionId": position_id,
                "title": self.positions[position_id].title,
                "personId": person_id,
                "personName": self.name(person_id),
            }
            for position_id, person_id in zip(found, people, strict=True)
        ]

    def owner(self, system_id: str, day: date) -> Json | None:
        """As a card names the owner."""
        owners = self.held(system_id, "owner", "formal", day)
        assert len(owners) <= 1, "two own the system at once"
        if not owners:
            return None
        position = self.positions[owners[0].position_id]
        return {
            **self.holders(system_id, "owner", "formal", day)[0],
            "managementLevel": position.level,
            "unitId": position.unit_id,
            "unitName": self.units[position.unit_id].name,
            "since": owners[0].begins.isoformat(),
        }


LEVELS = {"ownerLevelMin": 0, "ownerLevelMax": 5}


class History:
    """`now` may be changed; `remember` keeps it as what the register has said since the instant."""

    def __init__(self) -> None:
        self.now = State()
        self.states: list[tuple[datetime, State]] = []

    def remember(self, instant: datetime) -> None:
        self.states.append((instant, self.now.copy()))

    def known(self, instant: datetime) -> State:
        """What the register said at the instant."""
        return next(state for since, state in reversed(self.states) if since <= instant)

    def change(self, row_id: str, **values: Any) -> None:
        """Other values for one row of any kind."""
        (rows,) = (rows for rows in vars(self.now).values() if row_id in rows)
        rows[row_id] = replace(rows[row_id], **values)

    def make_room(self, new: Responsibility) -> None:
        """A new owner replaces others: they end the day before; one that begins that very day never held."""
        for one in list(self.now.responsibilities.values()):
            if one.is_ownership and one.system_id == new.system_id and meet(one, new):
                if one.begins < new.begins:
                    self.change(one.id, ends=new.begins - DAY)
                else:
                    del self.now.responsibilities[one.id]
