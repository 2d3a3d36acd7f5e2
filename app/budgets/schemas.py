"""Bodies of budget lines."""

from typing import Annotated

from pydantic import Field, ValidationInfo, field_validator

from app.core.columns import Header
from app.core.identifiers import Identifier
from app.core.keyed import ResourceView
from app.core.languages import Text
from app.core.objections import refusal
from app.core.partial import Patch
from app.core.schema import Schema
from app.core.text import AS_DIGITS, Dkk, Flag, Line, Prose, Year
from app.http.lists import ListQuery
from app.http.sorting import SortNames
from app.tabular import amounts, values
from app.vocabulary import BudgetKind


class BudgetLineWrite(Schema):
    """Whole DKK. Null is unknown, 0 is nothing."""

    fiscal_year: Annotated[Year, Header("År", read=values.year)]
    kind: Annotated[BudgetKind, Header("Art")] = BudgetKind.OPERATION
    estimated_dkk: Annotated[Dkk | None, Header("Skøn", read=amounts.money_dkk)] = None
    allocated_dkk: Annotated[Dkk | None, Header("Bevilling", read=amounts.money_dkk)] = None
    allocated_unknown_reason: Prose | None = None
    """Why the allocation is unknown, where it is unknown on purpose."""
    holder_position_id: Annotated[Identifier | None, Header("Budgetholder", name="holder")] = None
    account: Annotated[Line | None, Header("Konto")] = None
    """Account string or PSP element."""
    price_level_year: Annotated[Year | None, Header("Prisniveau", read=values.year)] = None
    recurring: Annotated[Flag | None, Header("Varig")] = None

    @field_validator("allocated_unknown_reason")
    @classmethod
    def _unknown_has_the_reason(cls, reason: str | None, info: ValidationInfo) -> str | None:
        if reason is not None and info.data.get("allocated_dkk") is not None:
            raise refusal(
                "contradiction",
                Text(
                    "A reason goes with an allocation that is null, not with an amount: clear one of them.",
                    da="En grund hører til en ukendt bevilling (null), ikke til et beløb. Fjern en af dem.",
                ),
            )
        return reason


class BudgetLinePatch(Patch, of=BudgetLineWrite):
    """What is absent stays; null clears."""


class BudgetLineView(BudgetLineWrite, ResourceView):
    """A budget line."""

    system_id: Identifier


class BudgetLineList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("fiscalYear", "kind")] = ("fiscalYear",)
    fiscal_year: tuple[Annotated[int, Field(ge=2000, le=2100), AS_DIGITS], ...] = ()
    kind: tuple[BudgetKind, ...] = ()
    holder_position_id: tuple[Identifier, ...] = ()
