"""What an export can be asked for: the filters of the lists without their pages; and its JSON."""

from typing import Annotated, ClassVar, Generic, TypeVar

from pydantic import Field, ValidationInfo, create_model, field_validator

from app.budgets.schemas import BudgetLineView
from app.contracts.schemas import ContractList
from app.core.languages import Text
from app.core.objections import refusal
from app.core.schema import NO_DOCSTRINGS, Schema
from app.core.text import AS_DIGITS
from app.exports.choices import SystemForm
from app.findings.schemas import FindingFilter
from app.http.lists import ListQuery
from app.http.sorting import Names, SortNames
from app.organisation.people.schemas import PersonList
from app.organisation.positions.schemas import PositionList
from app.organisation.units.schemas import UnitList
from app.responsibility.stretches.schemas import StretchFilter
from app.systems.listing import SYSTEM_SORT, SystemFilter
from app.tabular.writing import Dialect

Item = TypeVar("Item", bound=Schema)
_DIALECT = (
    "`danish`: semicolons, Danish labels and dates, as Excel opens it. `rfc4180`: commas and codes, for machines."
)


class Unpaged(Schema):
    """Put before a list's query, it takes away the keys that make pages: an export is the whole list."""

    limit: ClassVar[int] = 200
    cursor: ClassVar[None] = None
    fields: ClassVar[None] = None


class Csv(Schema):
    """What a CSV file can be asked for besides."""

    model_config = NO_DOCSTRINGS
    dialect: Annotated[Dialect, Field(description=_DIALECT)] = "danish"


def as_csv(query: type[ListQuery]) -> type[ListQuery]:
    """The same query for a CSV file."""
    return create_model(f"{query.__name__}AsCsv", __base__=(query, Csv))  # type: ignore[arg-type] # Csv is put to it


class SystemQuery(Unpaged, SystemFilter):
    """The filters of the list of systems."""


class SystemWorkbookQuery(SystemQuery):
    """The filters hold for every sheet: findings, responsibilities and budgets are those of the systems that match."""

    sheets: Annotated[tuple[str, ...], Names("systems", "findings", "responsibilities", "budgets")] = ("systems",)
    """The sheets, in this order."""
    form: SystemForm = SystemForm.REGISTER
    """`sysAp`: one sheet of systems under the headings of SYS-AP, the Danish standard for describing IT systems."""

    @field_validator("form")
    @classmethod
    def _one_sheet(cls, form: SystemForm, info: ValidationInfo) -> SystemForm:
        sheets = info.data.get("sheets", ("systems",))
        if form is SystemForm.SYS_AP and set(sheets) != {"systems"}:
            raise refusal(
                "contradiction",
                Text(
                    "The form sysAp has one sheet, of systems: leave out sheets.",
                    da="Formen sysAp har ét ark, med systemer. Udelad sheets.",
                ),
            )
        return form


class FindingQuery(Unpaged, FindingFilter):
    """The filters of the list of findings."""


class ResponsibilityQuery(Unpaged, StretchFilter):
    """The filters of the list of stretches."""


class BudgetQuery(SystemQuery):
    """Of the systems that match: the budget lines of these years."""

    sort: Annotated[tuple[str, ...], SortNames(*SYSTEM_SORT.names, "fiscalYear")] = ("name", "fiscalYear")
    fiscal_year: tuple[Annotated[int, Field(ge=2000, le=2100), AS_DIGITS], ...] = ()


class OfToday(Unpaged):
    """Put before a list that is not asked about the past."""

    known_at: ClassVar[None] = None


class UnitQuery(OfToday, UnitList):
    """The filters of the list of units."""


class PositionQuery(OfToday, PositionList):
    """The filters of the list of positions."""


class PersonQuery(OfToday, PersonList):
    """The filters of the list of people."""


class ContractQuery(OfToday, ContractList):
    """The filters of the list of contracts."""


class Everything(Schema, Generic[Item]):
    """A list without pages."""

    model_config = NO_DOCSTRINGS
    items: list[Item]
    total: int


class BudgetItem(BudgetLineView):
    """With the names that go with the ids."""

    system_name: str
    holder_title: str | None
