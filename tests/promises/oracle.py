"""What cards must say, worked out a second way: naively, row by row, from the tables as they stand."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any

import orjson
from sqlmodel import Session, SQLModel, col, delete, select

from app.models import (
    BudgetLine,
    Card,
    CardVersion,
    Finding,
    Person,
    PolicyVersion,
    Position,
    Responsibility,
    System,
    Tenure,
    Unit,
)
from app.rules.policy import Policy
from tests.support.api import Api

IN_USE = {"phasingIn", "inOperation", "phasingOut"}
#: The rules that look at the organisation; the oracle works these out.
WORKED_OUT = {"OWN001", "OWN002", "OWN003", "OWN004", "OWN007", "FUN003"}


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

    def has_successor(self, position: Any) -> bool:
        return any(
            (tenure.position_id, tenure.role) == (position.id, "holder")
            and tenure.valid_from > self.today
            and self.last_day(tenure) >= self.today
            for tenure in self.tenures
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

    def flagged(self, system: Any) -> set[str]:
        """The worked-out rules that the system breaks today."""
        if system.lifecycle not in IN_USE:
            return set()
        owner = self.owner(system.id)
        if owner is None:
            return {"OWN001"}
        broken = {
            "OWN002": self.holding(owner) is None,
            "OWN003": self._too_low(system, owner),
            "OWN004": self._leaves(owner),
            "OWN007": self.owned(owner) > self.policy.max_systems_per_position,
            "FUN003": any(self._misplaced(line, owner) for line in self.lines if line.system_id == system.id),
        }
        return {rule for rule, holds in broken.items() if holds}

    def owned(self, owner: Any) -> int:
        return sum(system.lifecycle in IN_USE and (self.owner(system.id) is owner) for system in self.systems.values())

    def _too_low(self, system: Any, owner: Any) -> bool:
        required = self.policy.required_level.for_criticality(system.criticality)
        if required is None or owner.management_level <= required:
            return False
        above = self.above(owner)
        return not (self.policy.direct_report_counts and above is not None and above.management_level <= required)

    def _leaves(self, owner: Any) -> bool:
        tenure = self.holding(owner)
        if tenure is None or self.has_successor(owner):
            return False
        return self.last_day(tenure) <= self.today + timedelta(days=self.policy.leaving_within_days)

    def _misplaced(self, line: Any, owner: Any) -> bool:
        if line.fiscal_year != self.today.year or line.allocated_dkk == 0 or line.holder_position_id is None:
            return False
        holder = self.positions[line.holder_position_id]
        over = holder is owner or holder in self.line(owner)
        under = owner in self.line(holder) and owner.unit_id in self.units_above(holder.unit_id)
        return holder.budget_authority == "no" or not (over or under)


def audit(api: Api) -> None:
    """Every card says what the oracle works out, and its findings are those that stand open."""
    cards = {card["id"]: card for card in api.read("/v1/systems", limit=200)["items"]}
    with api.register.database.reading() as session:
        oracle = Oracle(session, api.time.today())
        findings = session.exec(select(Finding).where(col(Finding.closed_at).is_(None))).all()
        assert cards.keys() == oracle.systems.keys()
        for system in oracle.systems.values():
            card = cards[system.id]
            shown = {finding["rule"] for finding in card["findings"]}
            assert shown & WORKED_OUT == oracle.flagged(system), (card, oracle.flagged(system))
            assert card["owner"] == _owner(oracle, system.id, card)
            existing = {finding.id for finding in findings if finding.system_id == system.id}
            assert {finding["id"] for finding in card["findings"]} == existing


def _owner(oracle: Oracle, system_id: str, card: dict[str, Any]) -> dict[str, Any] | None:
    owner = oracle.owner(system_id)
    if owner is None:
        return None
    tenure = oracle.holding(owner)
    return {
        "positionId": owner.id,
        "title": owner.title,
        "managementLevel": owner.management_level,
        "unitId": owner.unit_id,
        "unitName": oracle.units[owner.unit_id].name,
        "personId": tenure and tenure.person_id,
        "personName": tenure and oracle.people[tenure.person_id].name,
        "since": card["owner"]["since"],
    }


def rebuilt_from_nothing(api: Api) -> None:
    """Cards and findings that are thrown away come back the same but for their own ids and instants."""
    before = _contents(api)
    with api.register.database.writing() as session:
        for table in (CardVersion, Card, Finding):
            session.execute(delete(table))
        session.commit()
    api.register.evaluate()
    assert _contents(api) == before


def _contents(api: Api) -> list[dict[str, Any]]:
    own = {"revision", "updated_at", "body"}
    with api.register.database.reading() as session:
        cards = session.exec(select(Card).order_by(col(Card.system_id))).all()
        findings = session.exec(
            select(Finding).where(col(Finding.closed_at).is_(None)).order_by(col(Finding.system_id), col(Finding.rule))
        ).all()
        kept = {"system_id", "rule", "severity", "severity_rank", "message", "field", "evidence"}
        return [
            *({**card.model_dump(exclude=own), "body": _lasting(card.body)} for card in cards),
            *(found.model_dump(include=kept) for found in findings),
        ]


def _lasting(body: str) -> dict[str, Any]:
    """The card without what a new start may change."""
    card = orjson.loads(body)
    findings = [{**finding, "id": "", "openedAt": ""} for finding in card["findings"]]
    return {**card, "revision": 0, "updatedAt": "", "findings": findings}
