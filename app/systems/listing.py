"""The query keys of the list of systems."""

from typing import Annotated

from pydantic import Field

from app.core.identifiers import Identifier
from app.core.text import Day, Instant, Line, QueryFlag, QueryWhole
from app.http.lists import ListQuery
from app.vocabulary import Criticality, Duty, FundingState, Lifecycle, PersonalData, Severity

Level = Annotated[QueryWhole, Field(ge=0, le=5)]


class SystemFilter(ListQuery):
    """A repeated key means OR, different keys mean AND. Exports take the same keys."""

    known_at: Instant | None = None
    """What the register said at the instant."""

    q: Line | None = None
    """Words in name, alternative names, description and supplier; æ/ø/å may be written ae/oe/aa."""
    criticality: list[Criticality] = []
    lifecycle: list[Lifecycle] = []
    personal_data: list[PersonalData] = []
    unit_id: list[Identifier] = []
    include_subunits: QueryFlag = False
    owner_position_id: list[Identifier] = []
    owner_person_id: list[Identifier] = []
    owner_unit_id: list[Identifier] = []
    owner_level_min: Level | None = None
    owner_level_max: Level | None = None
    has_owner: QueryFlag | None = None
    duty: list[Duty] = []
    """With positionId or personId: holds that duty, on either basis."""
    position_id: list[Identifier] = []
    person_id: list[Identifier] = []
    funding_state: list[FundingState] = []
    rule: list[Annotated[str, Field(pattern=r"^[A-Z]{3}\d{3}$")]] = []
    """Has an open finding of the rule."""
    min_severity: Severity | None = None
    waived: QueryFlag | None = None
    kle: Annotated[list[Annotated[str, Field(pattern=r"^\d{2}(\.\d{2}){0,2}$")]], Field(max_length=50)] = []
    """A KLE number or the beginning of one."""
    supplier: list[Line] = []
    source: list[Line] = []
    external_id: list[Line] = []
    changed_since: Instant | None = None
    phased_out_before: Day | None = None
