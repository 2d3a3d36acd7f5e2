"""What an export can be asked for: the filters of the lists without their pages; and its JSON."""

from typing import Annotated, ClassVar, Generic, TypeVar

from pydantic import Field

from app.budgets.schemas import BudgetLineView
from app.core.identifiers import Identifier
from app.core.schema import Schema
from app.core.text import Day, Instant, QueryWhole
from app.findings.schemas import FindingFilter
from app.responsibility.responsibilities.schemas import ResponsibilityView
from app.systems.listing import SystemFilter
from app.tabular.writing import Dialect
from app.vocabulary import Basis

Item = TypeVar("Item", bound=Schema)


class Unpaged(Schema):
    """Put before a list's query, it takes away the keys that make pages: an export is the whole list."""

    limit: ClassVar[int] = 200
    cursor: ClassVar[None] = None
    fields: ClassVar[None] = None


class Csv(Schema):
    """What a CSV file can be asked for besides."""

    dialect: Dialect = "danish"
    """`danish`: semicolons, Danish labels and dates, as Excel opens it. `rfc4180`: commas and codes, for machines."""


class SystemQuery(Unpaged, SystemFilter):
    """The filters of the list of systems."""


class SystemCsvQuery(SystemQuery, Csv):
    """The same, for CSV."""


class FindingQuery(Unpaged, FindingFilter):
    """The filters of the list of findings."""

    known_at: Instant | None = None
    """What the register said at the instant."""


class FindingCsvQuery(FindingQuery, Csv):
    """The same, for CSV."""


class ResponsibilityQuery(SystemQuery):
    """Of the systems that match: the responsibilities with these duties, on this basis, of these positions, people."""

    basis: list[Basis] = []
    at: Day | None = None
    """Only those in force on the day; all of them, past and future ones too, when left out."""


class ResponsibilityCsvQuery(ResponsibilityQuery, Csv):
    """The same, for CSV."""


class BudgetQuery(SystemQuery):
    """Of the systems that match: the budget lines of these years."""

    fiscal_year: list[Annotated[QueryWhole, Field(ge=2000, le=2100)]] = []


class BudgetCsvQuery(BudgetQuery, Csv):
    """The same, for CSV."""


class Everything(Schema, Generic[Item]):
    """A list without pages."""

    items: list[Item]
    total: int


class ResponsibilityItem(ResponsibilityView):
    """With the names that go with the ids. `personId` and `personName`: who holds the position today."""

    system_name: str
    position_title: str
    management_level: int
    person_id: Identifier | None
    person_name: str | None


class BudgetItem(BudgetLineView):
    """With the names that go with the ids."""

    system_name: str
    holder_title: str | None
