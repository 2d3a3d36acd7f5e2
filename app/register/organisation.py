"""The organisation on one day, in memory: who holds each position, and the line above it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from app.core.lazy import lazy
from app.rules.facts import HolderFacts, Period, PositionRef


@dataclass(frozen=True, slots=True)
class UnitRecord:
    id: str
    name: str
    kind: str
    parent_id: str | None
    on_call_name: str | None = None
    on_call_phone: str | None = None


@dataclass(frozen=True, slots=True)
class PositionRecord:
    id: str
    title: str
    unit_id: str
    management_level: int
    reports_to_id: str | None
    leads_unit: bool
    budget_authority: str
    budget_limit_dkk: int | None


@dataclass(frozen=True, slots=True)
class Incumbency:
    """Who sits in a position on the day. `coming`: the days of the holders that are set for later."""

    holder: HolderFacts | None = None
    deputies: tuple[HolderFacts, ...] = ()
    coming: tuple[Period, ...] = ()

    @property
    def deputy(self) -> HolderFacts | None:
        """The first of the deputies."""
        return self.deputies[0] if self.deputies else None

    @property
    def held(self) -> tuple[Period, ...]:
        """When somebody holds the position, from the day on."""
        now = () if self.holder is None else (Period(self.holder.since, self.holder.leaves_on),)
        return (*now, *self.coming)

    @property
    def present(self) -> tuple[HolderFacts, ...]:
        """Who can be asked there on the day: the holder, or the deputies while the holder is away or gone."""
        if self.holder is not None and self.holder.away is None:
            return (self.holder,)
        return tuple(deputy for deputy in self.deputies if deputy.away is None)


@dataclass(frozen=True, slots=True)
class Contact:
    """How to reach someone who holds a position or deputises."""

    email: str | None
    phone: str | None


VACANT = Incumbency()
#: How many of those who are there a system's facts look at.
RESPONDERS = 2
#: Whoever is there, by the position in which they can be asked; the same person may be so in several.
Responders = tuple[tuple[PositionRef, HolderFacts], ...]
Signature = tuple[PositionRecord, Incumbency, tuple[PositionRef, ...], str, tuple[str, ...], Responders]
UnitSignature = tuple[bool, str | None, Responders]


@dataclass(frozen=True)
class Organisation:
    """Immutable; lines are derived when first asked for. Every mapping is by id."""

    today: date
    units: Mapping[str, UnitRecord]
    positions: Mapping[str, PositionRecord]
    incumbencies: Mapping[str, Incumbency]
    contacts: Mapping[str, Contact]

    def incumbency(self, position_id: str) -> Incumbency:
        return self.incumbencies.get(position_id, VACANT)

    @lazy
    def _leaders(self) -> dict[str, str]:
        """Unit → its leading position; of several, the highest, then the one made first."""
        leading = [position for position in self.positions.values() if position.leads_unit]
        leading.sort(key=lambda position: (position.management_level, position.id), reverse=True)
        return {position.unit_id: position.id for position in leading}

    @lazy
    def _lines(self) -> dict[str, tuple[PositionRef, ...]]:
        return {}

    @lazy
    def _on_call(self) -> dict[str | None, UnitRecord | None]:
        return {}

    @lazy
    def _children(self) -> dict[str, list[str]]:
        children: dict[str, list[str]] = {}
        for unit in self.units.values():
            if unit.parent_id is not None:
                children.setdefault(unit.parent_id, []).append(unit.id)
        return children

    def leader_of(self, unit_id: str | None) -> str | None:
        """The leading position of the unit, else of the nearest unit above; None where there is none."""
        return next((self._leaders[above] for above in self.path(unit_id) if above in self._leaders), None)

    def path(self, unit_id: str | None) -> tuple[str, ...]:
        """The unit and every unit above it, nearest first."""
        path: list[str] = []
        while unit_id is not None and unit_id in self.units:
            path.append(unit_id)
            unit_id = self.units[unit_id].parent_id
        return tuple(path)

    def subtree(self, unit_id: str) -> list[str]:
        """The unit and every unit below it."""
        found = [unit_id]
        for unit in found:
            found.extend(self._children.get(unit, ()))
        return found

    def reports_to(self, position_id: str) -> str | None:
        """The position directly above: the one that is set, else the leader of the unit or the nearest above."""
        position = self.positions[position_id]
        if position.reports_to_id is not None:
            return position.reports_to_id
        for unit_id in self.path(position.unit_id):
            leader = self._leaders.get(unit_id)
            if leader is not None and leader != position_id:
                return leader
        return None

    def line(self, position_id: str) -> tuple[PositionRef, ...]:
        """The positions above, nearest first. A position never stands in its own line, nor anyone twice."""
        known = self._lines.get(position_id)
        if known is not None:
            return known
        line: list[PositionRef] = []
        seen = {position_id}
        above = self.reports_to(position_id)
        while above is not None and above not in seen and above in self.positions:
            seen.add(above)
            line.append(self.ref(above))
            above = self.reports_to(above)
        self._lines[position_id] = tuple(line)
        return self._lines[position_id]

    def common_superior(self, one_id: str, other_id: str) -> PositionRef | None:
        """The nearest position above both; None where no one stands above both."""
        above = {ref.id for ref in self.line(other_id)} - {one_id}
        return next((ref for ref in self.line(one_id) if ref.id in above), None)

    def related(self, one_id: str, other_id: str) -> bool:
        """Whether one stands above the other, or someone above both."""
        ones, others = ({end, *(ref.id for ref in self.line(end))} for end in (one_id, other_id))
        return not ones.isdisjoint(others)

    @lazy
    def top(self) -> PositionRef | None:
        """The topmost position of all: the highest of those that report to no one; None without any position."""
        highest = min(
            self.positions.values(),
            key=lambda position: (self.reports_to(position.id) is not None, position.management_level, position.id),
            default=None,
        )
        return None if highest is None else self.ref(highest.id)

    def held_by(self, person_id: str) -> list[str]:
        """The positions that the person holds on the day, by id."""
        return sorted(
            position_id
            for position_id, incumbency in self.incumbencies.items()
            if incumbency.holder and incumbency.holder.person_id == person_id
        )

    def ref(self, position_id: str) -> PositionRef:
        position = self.positions[position_id]
        return PositionRef(position_id, position.title, position.management_level)

    def loop_through(self, position_id: str) -> list[str] | None:
        """The titles of a loop of reporting lines that the position stands in, or None."""
        titles = [self.positions[position_id].title]
        seen = {position_id}
        above = self.reports_to(position_id)
        while above is not None and above not in seen:
            seen.add(above)
            titles.append(self.positions[above].title)
            above = self.reports_to(above)
        return [*titles, titles[0]] if above == position_id else None

    def in_line(self, owner_id: str, holder_id: str) -> bool:
        """Whether money held by one position is in the other's line: itself, above it, or below it in its own tree."""
        if owner_id == holder_id or any(above.id == holder_id for above in self.line(owner_id)):
            return True
        below = any(above.id == owner_id for above in self.line(holder_id))
        owner, holder = self.positions[owner_id], self.positions[holder_id]
        return below and owner.unit_id in self.path(holder.unit_id)

    def on_call(self, unit_id: str | None) -> UnitRecord | None:
        """The unit whose on-call contact answers for the unit: itself, or the nearest above that has a number."""
        if unit_id not in self._on_call:
            called = (self.units[above] for above in self.path(unit_id) if self.units[above].on_call_phone)
            self._on_call[unit_id] = next(called, None)
        return self._on_call[unit_id]

    def responders(self, position_id: str | None) -> Responders:
        """The first who are there, in the position and up the line above it."""
        found: list[tuple[PositionRef, HolderFacts]] = []
        line = () if position_id is None else (self.ref(position_id), *self.line(position_id))
        for position in line:
            found.extend((position, person) for person in self.incumbency(position.id).present)
            if len(found) >= RESPONDERS:
                break
        return tuple(found[:RESPONDERS])

    def signature(self, position_id: str) -> Signature:
        """Everything about a position that a system's facts can depend on; systems follow when it changes."""
        position = self.positions[position_id]
        path = self.path(position.unit_id)
        unit_name = self.units[position.unit_id].name
        responders = self.responders(position_id)
        return position, self.incumbency(position_id), self.line(position_id), unit_name, path, responders

    def unit_signature(self, unit_id: str) -> UnitSignature:
        """The same about a unit, for the systems whose main user it is."""
        leader = self.leader_of(unit_id)
        return self.on_call(unit_id) is not None, leader, self.responders(leader)
