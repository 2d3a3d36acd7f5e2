"""What cards must say, worked out a second way: naively, row by row, from the tables as they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from app.models import (
    Absence,
    BudgetLine,
    Contract,
    Person,
    PolicyVersion,
    Position,
    Responsibility,
    System,
    Tenure,
    Unit,
    contract_system,
)
from app.rules.policy import Policy


@dataclass
class Oracle:
    """The tables on one day. Slow and simple."""

    session: Session
    today: date

    def rows(self, table: type[SQLModel]) -> dict[str, Any]:
        return {row.id: row for row in self.session.exec(select(table)).all()}  # type: ignore[attr-defined]

    @cached_property
    def systems(self) -> dict[str, Any]:
        return self.rows(System)

    @cached_property
    def responsibilities(self) -> list[Any]:
        return list(self.rows(Responsibility).values())

    @cached_property
    def positions(self) -> dict[str, Any]:
        return self.rows(Position)

    @cached_property
    def units(self) -> dict[str, Any]:
        return self.rows(Unit)

    @cached_property
    def people(self) -> dict[str, Any]:
        return self.rows(Person)

    @cached_property
    def tenures(self) -> list[Any]:
        return list(self.rows(Tenure).values())

    @cached_property
    def lines(self) -> list[Any]:
        return list(self.rows(BudgetLine).values())

    @cached_property
    def absences(self) -> list[Any]:
        return list(self.rows(Absence).values())

    @cached_property
    def contracts(self) -> dict[str, list[Any]]:
        """Of each system."""
        found: dict[str, list[Any]] = {system_id: [] for system_id in self.systems}
        every = self.rows(Contract)
        for contract_id, system_id in self.session.execute(
            select(contract_system.c.contract_id, contract_system.c.system_id)
        ):
            found[system_id].append(every[contract_id])
        return found

    @cached_property
    def policy(self) -> Policy:
        versions = self.session.exec(select(PolicyVersion).order_by(col(PolicyVersion.version))).all()
        return Policy.model_validate(versions[-1].settings) if versions else Policy()

    def in_force(self, row: Any) -> bool:
        return row.valid_from <= self.today and (row.valid_until is None or row.valid_until >= self.today)

    def owner(self, system_id: str) -> Any | None:
        owning = (
            self.positions[row.position_id]
            for row in self.responsibilities
            if (row.system_id, row.duty, row.basis) == (system_id, "owner", "formal") and self.in_force(row)
        )
        return next(owning, None)

    def last_day(self, tenure: Any) -> date:
        days = [day for day in (tenure.valid_until, self.people[tenure.person_id].leaves_on) if day]
        return min(days, default=date.max)

    def holding(self, position: Any) -> Any | None:
        """The tenure that holds the position today."""
        held = (
            tenure
            for tenure in self.tenures
            if (tenure.position_id, tenure.role) == (position.id, "holder")
            and tenure.valid_from <= self.today <= self.last_day(tenure)
        )
        return next(held, None)

    def is_held(self, position: Any, day: date) -> bool:
        """Whether somebody holds the position on the day."""
        return any(
            (tenure.position_id, tenure.role) == (position.id, "holder")
            and tenure.valid_from <= day <= self.last_day(tenure)
            for tenure in self.tenures
        )

    def owners_on(self, system_id: str, day: date) -> list[Any]:
        """The positions that formally own the system on the day."""
        return [
            self.positions[row.position_id]
            for row in self.responsibilities
            if (row.system_id, row.duty, row.basis) == (system_id, "owner", "formal")
            and row.valid_from <= day <= (row.valid_until or date.max)
        ]

    def deputies(self, position: Any) -> list[str]:
        """The people who deputise in the position today."""
        return [
            tenure.person_id
            for tenure in self.tenures
            if (tenure.position_id, tenure.role) == (position.id, "deputy")
            and tenure.valid_from <= self.today <= self.last_day(tenure)
        ]

    def is_away(self, person_id: str, day: date) -> bool:
        return any(
            row.person_id == person_id and row.valid_from <= day <= (row.valid_until or date.max)
            for row in self.absences
        )

    def units_above(self, unit_id: str | None) -> Iterator[str]:
        while unit_id is not None:
            yield unit_id
            unit_id = self.units[unit_id].parent_id

    def above(self, position: Any) -> Any | None:
        if position.reports_to_id is not None:
            return self.positions[position.reports_to_id]
        for unit_id in self.units_above(position.unit_id):
            leaders = [other for other in self.positions.values() if other.unit_id == unit_id and other.leads_unit]
            leader = min(leaders, key=lambda other: (other.management_level, other.id), default=None)
            if leader is not None and leader is not position:
                return leader
        return None

    def line(self, position: Any) -> list[Any]:
        line: list[Any] = []
        above = self.above(position)
        while above is not None:
            assert above not in line, "a loop"
            line.append(above)
            above = self.above(above)
        return line
