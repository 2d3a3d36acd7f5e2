"""The query keys of the list of systems."""

from dataclasses import asdict
from datetime import datetime
from typing import Annotated

from pydantic import Field

from app.core.folding import fold
from app.core.identifiers import Identifier
from app.core.languages import Text
from app.core.patterns import KLE, RULE
from app.core.schema import Schema
from app.core.text import AS_DIGITS, Day, DayOrInstant, Line, QueryFlag
from app.http.filters import AnyOf
from app.http.lists import ELSEWHERE, ListQuery, Order, SortKey
from app.http.sorting import Names, SortNames
from app.vocabulary import Criticality, Duty, FundingState, Lifecycle, PersonalData, Severity

#: For the routes of the list and its files.
DAY_IS_ELSEWHERE = {
    ELSEWHERE: {
        "at": asdict(
            Text(
                "Systems are listed as the register knew them: send knownAt. "
                "Who answered on a day is at /v1/responsibilities?at=YYYY-MM-DD.",
                da="Systemer vises, som registret kendte dem: brug knownAt. "
                "Hvem der havde ansvaret en bestemt dag, står på /v1/responsibilities?at=ÅÅÅÅ-MM-DD.",
            )
        )
    }
}
#: What lists of cards can be sorted by.
SYSTEM_SORT = SortNames("name", "severityRank", "criticality", "findingCount", "updatedAt", "createdAt", "id")
QueryLevel = Annotated[int, Field(ge=0, le=5), AS_DIGITS]


class Recorded(Schema):
    """Which knowledge is asked."""

    known_at: DayOrInstant | None = None
    """What the register said at the instant, or at the end of the day."""


class FactFilter(Schema):
    """What is recorded of the system itself. Keys that name no column are tested in `filter_queries`."""

    q: Line | None = None
    """Words in name, alternative names, description and supplier; æ/ø/å may be written ae/oe/aa."""
    criticality: Annotated[tuple[Criticality, ...], AnyOf("criticality")] = ()
    lifecycle: Annotated[tuple[Lifecycle, ...], AnyOf("lifecycle")] = ()
    personal_data: tuple[PersonalData, ...] = ()
    unit_id: tuple[Identifier, ...] = ()
    """The main user."""
    include_subunits: QueryFlag = False
    """With unitId: the units below it as well."""
    funding_state: Annotated[tuple[FundingState, ...], AnyOf("funding_state")] = ()
    rule: tuple[Annotated[str, Field(pattern=RULE)], ...] = ()
    """Has an open finding of the rule."""
    min_severity: Severity | None = None
    """Has an open finding as severe as this, or worse."""
    waived: QueryFlag | None = None
    """Has a finding that is waived, or one that is not."""
    kle: Annotated[tuple[Annotated[str, Field(pattern=KLE)], ...], Field(max_length=50)] = ()
    """A KLE number or the beginning of one."""
    supplier: Annotated[tuple[Line, ...], AnyOf("supplier_folded", fold)] = ()
    source: Annotated[tuple[Line, ...], AnyOf("source")] = ()
    external_id: Annotated[tuple[Line, ...], AnyOf("external_id")] = ()
    changed_since: DayOrInstant | None = None
    """The card changed at the instant or later; a day means its beginning."""
    phased_out_before: Day | None = None


class OwnerFilter(Schema):
    """Who owns the system formally."""

    owner_position_id: tuple[Identifier, ...] = ()
    owner_person_id: tuple[Identifier, ...] = ()
    owner_unit_id: tuple[Identifier, ...] = ()
    owner_level_min: QueryLevel | None = None
    owner_level_max: QueryLevel | None = None
    has_owner: QueryFlag | None = None


class DutyFilter(Schema):
    """Who holds which duty; ownership is one here."""

    duty: tuple[Duty, ...] = ()
    position_id: tuple[Identifier, ...] = ()
    person_id: tuple[Identifier, ...] = ()


class SystemFilter(ListQuery, Recorded, FactFilter, OwnerFilter, DutyFilter):
    """A repeated key means OR, different keys mean AND. Exports take the same keys.

    `duty` with `positionId` or `personId`: holds that duty, on either basis.
    """

    sort: Annotated[tuple[str, ...], SYSTEM_SORT] = ("name",)


#: What can be counted beside a list of cards: keys of filters.
FACET_NAMES = Names(
    "criticality",
    "lifecycle",
    "personalData",
    "fundingState",
    "ownerLevel",
    "hasOwner",
    "ownerUnitId",
    "ownerPositionId",
    "unitId",
    "supplier",
    "source",
    "rule",
)


class SystemListQuery(SystemFilter):
    """The same for the list itself."""

    facets: Annotated[tuple[str, ...], FACET_NAMES] = ()
    """Count the systems by these under the filters, over all pages."""


#: What lists of cards are sorted by, as names of columns.
SYSTEM_ORDER = Order(
    SystemFilter,
    {
        "name": SortKey("name_sort"),
        "severityRank": SortKey("severity_rank", int),
        "criticality": SortKey("criticality_rank", int),
        "findingCount": SortKey("finding_count", int),
        "updatedAt": SortKey("updated_at", datetime),
        "createdAt": SortKey("created_at", datetime),
        "id": SortKey("system_id"),
    },
    SortKey("system_id"),
)
