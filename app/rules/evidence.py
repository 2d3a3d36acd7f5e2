"""What verdicts rest on, for machines. A key means the same in every rule; a rule declares those that it gives."""

from typing import Annotated

from pydantic import ConfigDict, Field, with_config
from typing_extensions import TypedDict

Date = Annotated[str, Field(json_schema_extra={"format": "date"})]
"""A day as the text that is stored: what an earlier release found is handed on without being read."""


@with_config(ConfigDict(use_attribute_docstrings=True, extra="allow"))
class Evidence(TypedDict, total=False):
    """Keys of other rules are absent. What an earlier release found has the keys of that time.

    An answer has the keys in this order, which is also the one in which each rule gives them.
    """

    disputeIds: list[str]
    """The disputes that are past their deadline."""
    duties: list[str]
    """The duties that the finding is about."""
    vacantPositionIds: list[str]
    """The vacant positions that hold them."""
    unreachablePositionIds: list[str]
    """The positions that are called first, and have neither phone nor mail address."""
    interimPositionIds: list[str]
    """The positions that hold the disputed duties until they are decided."""
    fiscalYear: int
    """The year that the money is for."""
    lines: int
    """How many budget lines there are."""
    linesWithoutAllocation: int
    """How many of them say nothing of an allocation."""
    purposes: list[str]
    """What the money is for: `operation`, `development`."""
    estimatedDkk: int | None
    """What is estimated, in whole DKK; null is unknown."""
    allocatedDkk: int
    """What is allocated, in whole DKK."""
    missingDkk: int
    """What the allocation lacks, in whole DKK."""
    positionIds: list[str]
    """The positions that hold the budget."""
    reasons: list[str]
    """What is wrong with them: `outsideOwnerLine`, `noBudgetAuthority`."""
    budgetLimitDkk: int
    """The largest amount that the owner may decide on, in whole DKK."""
    yearlyCostDkk: int
    """What the system is estimated to cost in the year, in whole DKK."""
    takenIntoUseOn: Date
    """The day since when the system is used, as YYYY-MM-DD."""
    phasedOutOn: Date
    """The day of the phase-out, as YYYY-MM-DD."""
    missing: list[str]
    """What is lacking: `phasedOutOn`, `retire` (its holder), `emergencyPlanUrl`, `onCall`."""
    confirmedOn: Date | None
    """When the record was last confirmed, as YYYY-MM-DD; null where it never was."""
    attestedOn: Date | None
    """The day of the newest attestation, as YYYY-MM-DD; null where there is none."""
    withinMonths: int
    """How often it is to be done, in months."""
    contractKinds: list[str]
    """The kinds of contracts that something has to be done about."""
    contractId: str | None
    """The contract that ends, has ended, or needs notice; null where none has begun."""
    positionId: str
    """The owner's position."""
    endsOn: Date | None
    """The last day of the contract, or of the ownership, as YYYY-MM-DD."""
    uncoveredFrom: Date | None
    """The first day without a contract of the kind, as YYYY-MM-DD; null where it is about notice."""
    noticeBy: Date | None
    """The last day for giving notice, as YYYY-MM-DD."""
    absentFrom: Date
    """The first day of the absence, as YYYY-MM-DD."""
    absentUntil: Date | None
    """Its last day; null until further notice."""
    hasSuccessor: bool
    """Whether someone is to hold it later."""
    requiredLevel: int
    """The lowest level that may own such a system; 0 is the top."""
    actualLevel: int
    """The owner's level."""
    suggestedPositionId: str | None
    """The nearest position above the owner whose level suffices; null where there is none."""
    suggestedTitle: str | None
    """Its title."""
    suggestedLevel: int | None
    """Its level."""
    leavesOn: Date
    """The holder's last day of work, as YYYY-MM-DD."""
    confirmsOwnership: bool
    """Whether it confirmed the ownership."""
    lacking: list[str]
    """What the owner lacks: `insight`, `time`, `money`."""
    askedPositionId: str | None
    """The position above that the question moved to; null where it did not move."""
    askedTitle: str | None
    """Its title."""
    systemsOwned: int
    """How many systems in use the position owns."""
    maxSystems: int
    """How many it may own."""
