"""The thresholds that the rules compare with; the municipality sets them, these are the defaults."""

from typing import Annotated

from pydantic import Field, Strict

from app.core.patterns import RULE
from app.core.schema import Schema
from app.vocabulary import Criticality, Duty, Severity

Level = Annotated[int, Strict(), Field(ge=0, le=5)]
NumberOfDays = Annotated[int, Strict(), Field(ge=1, le=3650)]
Months = Annotated[int, Strict(), Field(ge=1, le=120)]
RuleId = Annotated[str, Field(pattern=RULE)]
#: Pydantic gives the pattern of the keys, and not that there are no others.
NO_OTHER_KEYS = Field(json_schema_extra={"additionalProperties": False})


class RequiredLevels(Schema):
    """The lowest management level that may own a system of each criticality (a smaller number is higher)."""

    society_critical: Level = 1
    business_critical: Level = 2
    not_critical: Level = 3

    def for_criticality(self, criticality: Criticality) -> int | None:
        """The demanded level, or None where the criticality is unknown."""
        return {
            Criticality.SOCIETY_CRITICAL: self.society_critical,
            Criticality.BUSINESS_CRITICAL: self.business_critical,
            Criticality.NOT_CRITICAL: self.not_critical,
        }.get(criticality)


class AdoptionDate(Schema):
    """The day by which next year's budget is adopted (15 October by law)."""

    month: Annotated[int, Strict(), Field(ge=1, le=12)] = 10
    day: Annotated[int, Strict(), Field(ge=1, le=28)] = 15


class RuleSetting(Schema):
    """`severity` null: as the rule says itself."""

    enabled: Annotated[bool, Strict()] = True
    severity: Severity | None = None


class Policy(Schema):
    """Every threshold; what is left out takes its default."""

    required_level: RequiredLevels = RequiredLevels()
    direct_report_counts: Annotated[bool, Strict()] = False
    """Whether a position that reports directly to one at the demanded level may own the system."""
    leaving_within_days: NumberOfDays = 90
    attestation_within_months: Months = 12
    handover_within_days: NumberOfDays = 14
    """How long an offered duty may be accepted."""
    dispute_within_days: NumberOfDays = 14
    """How long a dispute may stay open before the nearest common superior holds the duty."""
    question_within_days: NumberOfDays = 30
    """How long the position above has to answer, when the owner has answered no."""
    max_systems_per_position: Annotated[int, Strict(), Field(ge=1, le=10_000)] = 25
    funding_tolerance_percent: Annotated[int, Strict(), Field(ge=0, le=100)] = 5
    budget_adoption: AdoptionDate = AdoptionDate()
    decommission_within_months: Months = 18
    confirmed_within_months: Months = 18
    contract_ends_within_days: NumberOfDays = 180
    contract_notice_within_days: NumberOfDays = 60
    """How long before the last day for giving notice of a contract."""
    ownership_ends_within_days: NumberOfDays = 30
    absent_beyond_days: NumberOfDays = 14
    """How long an owner may be absent without a deputy."""
    seal_tolerance_percent: Annotated[int, Strict(), Field(ge=0, le=100)] = 10
    """How much the sums of the operation may differ from those that an attestation was given for."""
    rules: Annotated[dict[RuleId, RuleSetting], NO_OTHER_KEYS] = {}
    """By rule, where it differs from the catalogue: whether it is used, and how severe it is."""
    kitos_roles: dict[str, Duty | None] = {}
    """By role in KITOS, where it differs from the roles that KITOS is delivered with: its duty, or null for none.

    No rule reads it; `import kitos` and `sync kitos` do.
    """
