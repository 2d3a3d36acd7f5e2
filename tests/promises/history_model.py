"""A plain register that remembers every state it was in, and finds out who answered on a day by looking.

Written from the contract, not from the application: no SQL, no intervals in order, no shortcuts. What it says is what
every route has to say.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from typing import Any

DAY = timedelta(days=1)


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

    def name(self, person_id: str | None) -> str | None:
        return None if person_id is None else self.people[person_id].name

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
