"""Bodies of the policy."""

from datetime import datetime
from typing import Annotated

from pydantic import AfterValidator, Field, field_validator

from app.core.kitos_roles import RoleDuties
from app.core.languages import Text
from app.core.objections import refusal
from app.core.schema import Schema
from app.core.text import Whole
from app.http.lists import ListQuery
from app.http.sorting import SortNames
from app.rules.engine import catalogue
from app.rules.policy import NO_OTHER_KEYS, Policy, RequiredLevels, RuleId, RuleSetting


def _known(rule_id: str) -> str:
    if rule_id not in catalogue():
        raise refusal(
            "unknown-rule",
            Text(
                f"There is no rule {rule_id}. GET /v1/rules lists them.",
                da=f"Reglen {rule_id} findes ikke. GET /v1/rules viser reglerne.",
            ),
        )
    return rule_id


class PolicyView(Policy):
    """The policy that holds."""

    version: int


class PolicyWrite(Policy):
    """The whole policy: what is left out takes its default. `version` may be sent back as it was read."""

    version: Annotated[Whole, Field(ge=1)] | None = None
    rules: Annotated[dict[Annotated[RuleId, AfterValidator(_known)], RuleSetting], NO_OTHER_KEYS] = {}
    """By rule, where it differs from the catalogue: whether it is used, and how severe it is."""

    kitos_roles: RoleDuties = {}
    """By role in KITOS, where it differs from the roles that KITOS is delivered with: its duty, or null for none.

    Case, blanks and hyphens of a name do not matter.
    """

    @field_validator("required_level")
    @classmethod
    def _more_critical_is_never_owned_lower(cls, levels: RequiredLevels) -> RequiredLevels:
        if not levels.society_critical <= levels.business_critical <= levels.not_critical:
            raise refusal(
                "contradiction",
                Text(
                    "The more critical a system, the higher its owner: "
                    "societyCritical ≤ businessCritical ≤ notCritical (a smaller number is higher).",
                    da="Jo mere kritisk et system er, desto højere skal ejeren sidde: "
                    "Niveauet for samfundskritiske systemer må ikke være lavere end for "
                    "forretningskritiske, og det igen ikke lavere end for dem, der ikke er kritiske.",
                ),
            )
        return levels


class PolicyVersionView(Schema):
    """One version that held. Version 1, the defaults, is not among them."""

    version: int
    created_at: datetime
    settings: Policy


class PolicyVersionList(ListQuery):
    sort: Annotated[tuple[str, ...], SortNames("version")] = ("-version",)
