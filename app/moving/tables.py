"""What moves, in the order in which rows refer to each other: for each table its file and what its rows may say.

Nearly all of it follows from the tables and from the bodies that the interface takes. A column that is added to a table
moves by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import Table, inspect

from app.budgets.schemas import BudgetLineWrite
from app.contracts.schemas import ContractWrite
from app.core.schema import Schema
from app.models import (
    Absence,
    Attestation,
    AttestationCampaign,
    AttestationRequest,
    BudgetLine,
    Contract,
    Dispute,
    Finding,
    Handover,
    Journaled,
    Person,
    PolicyVersion,
    Position,
    Responsibility,
    System,
    Tenure,
    Unit,
    Waiver,
)
from app.organisation.absences.schemas import AbsenceWrite
from app.organisation.people.schemas import PersonWrite
from app.organisation.positions.schemas import PositionWrite
from app.organisation.tenures.schemas import TenureWrite
from app.organisation.units.schemas import UnitWrite
from app.responsibility.attestations.schemas import AttestationWrite, CampaignWrite
from app.responsibility.handovers.schemas import HandoverWrite
from app.responsibility.responsibilities.schemas import ResponsibilityWrite
from app.systems.schemas import SystemBody
from app.vocabulary import Criticality, Duty, HandoverOutcome, Settlement, Severity, Term

#: What every register sets for itself, or works out anew.
_LEFT_BEHIND = {"updated_at", "opened_revision", "closed_revision", "severity_rank"}


@dataclass(frozen=True)
class Alone:
    """Rows that agree in the columns `by` must not be two: not at all, or not in the same time where `time` is set.

    `where`: the values that a row must have for it to count. A row that has nothing in one of `by` does not count.
    """

    by: tuple[str, ...]
    where: Mapping[str, Any] = field(default_factory=dict)
    time: bool = False


@dataclass(frozen=True, eq=False)
class MovedTable:
    """`body`: what the interface takes for such a row; `terms`: closed lists of columns that it does not know."""

    model: type[Any]
    body: type[Schema] | None = None
    terms: Mapping[str, type[Term]] = field(default_factory=dict)
    alone: tuple[Alone, ...] = ()

    @cached_property
    def name(self) -> str:
        """`budget-line`, as the journal and the feed call it."""
        return "finding" if self.model is Finding else str(self.model.resource)

    @property
    def file(self) -> str:
        return f"{self.name}.jsonl"

    @property
    def table(self) -> Table:
        table: Table = self.model.__table__
        return table

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that move, beside the id."""
        return tuple(
            column.name
            for column in self.table.columns
            if column.name != "id" and column.name not in _LEFT_BEHIND and "derived" not in column.info
        )

    @cached_property
    def references(self) -> Mapping[str, str]:
        """Column → the table that it refers to."""
        return {
            column.name: next(iter(column.foreign_keys)).column.table.name
            for column in self.table.columns
            if column.foreign_keys
        }

    @cached_property
    def links(self) -> Mapping[str, Any]:
        """Attribute → relationship, of rows that it is linked to by a table of their own."""
        found = inspect(self.model).relationships
        return {relation.key: relation for relation in found if relation.secondary is not None}

    @property
    def refers_to_itself(self) -> str | None:
        """The column that names another row of the same table."""
        return next((column for column, target in self.references.items() if target == self.table.name), None)

    @property
    def is_journaled(self) -> bool:
        return issubclass(self.model, Journaled)


_KEY = Alone(("source", "external_id"))
_OWNER = {"duty": Duty.OWNER, "basis": "formal"}

#: A table comes behind those that it refers to.
MOVED: tuple[MovedTable, ...] = (
    MovedTable(PolicyVersion, alone=(Alone(("version",)),)),
    MovedTable(Unit, UnitWrite, alone=(_KEY,)),
    MovedTable(Person, PersonWrite, alone=(_KEY,)),
    MovedTable(Position, PositionWrite, alone=(_KEY,)),
    MovedTable(Tenure, TenureWrite, alone=(Alone(("position_id",), {"role": "holder"}, time=True),)),
    MovedTable(Absence, AbsenceWrite),
    MovedTable(System, SystemBody, alone=(_KEY,)),
    MovedTable(Contract, ContractWrite, alone=(_KEY,)),
    MovedTable(Responsibility, ResponsibilityWrite, alone=(Alone(("system_id",), _OWNER, time=True),)),
    MovedTable(BudgetLine, BudgetLineWrite),
    MovedTable(AttestationCampaign, CampaignWrite),
    MovedTable(Attestation, AttestationWrite, {"attested_criticality": Criticality}),
    MovedTable(AttestationRequest),
    MovedTable(Handover, HandoverWrite, {"outcome": HandoverOutcome}),
    MovedTable(
        Dispute,
        terms={"duty": Duty, "resolved_as": Settlement},
        alone=(Alone(("system_id", "duty"), {"resolved_on": None}),),
    ),
    MovedTable(Waiver),
    MovedTable(Finding, terms={"severity": Severity}, alone=(Alone(("system_id", "rule"), {"closed_at": None}),)),
)
