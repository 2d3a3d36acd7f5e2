"""Bodies of budget lines."""

from typing import Self

from pydantic import model_validator
from pydantic_core import PydanticCustomError

from app.core.identifiers import Identifier
from app.core.keyed import ResourceView
from app.core.partial import Patch
from app.core.schema import Schema
from app.core.text import Dkk, Flag, Line, Prose, Year
from app.http.lists import ListQuery
from app.vocabulary import BudgetKind


class BudgetLineWrite(Schema):
    """Whole DKK. Null is unknown, 0 is nothing."""

    fiscal_year: Year
    kind: BudgetKind = BudgetKind.OPERATION
    estimated_dkk: Dkk | None = None
    allocated_dkk: Dkk | None = None
    allocated_unknown_reason: Prose | None = None
    """Why the allocation is unknown, where it is unknown on purpose."""
    holder_position_id: Identifier | None = None
    account: Line | None = None
    """Account string or PSP element."""
    price_level_year: Year | None = None
    recurring: Flag | None = None

    @model_validator(mode="after")
    def _unknown_has_the_reason(self) -> Self:
        if self.allocated_dkk is not None and self.allocated_unknown_reason is not None:
            raise PydanticCustomError(
                "contradiction", "allocatedUnknownReason goes with an allocation that is null, not with an amount."
            )
        return self


class BudgetLinePatch(Patch, of=BudgetLineWrite):
    """What is absent stays; null clears."""


class BudgetLineView(BudgetLineWrite, ResourceView):
    """A budget line."""

    system_id: Identifier


class BudgetLineList(ListQuery):
    fiscal_year: list[int] = []
    kind: list[BudgetKind] = []
    holder_position_id: list[Identifier] = []
