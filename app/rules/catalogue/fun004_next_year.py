"""FUN004: next year's budget is adopted, and nothing in it is for the system."""

from datetime import date

from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.funding import costs_nothing, has_allocation
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag, unknown
from app.rules.wording import danish_date
from app.vocabulary import Answer, Severity


@rule(
    "FUN004",
    severity=Severity.MEDIUM,
    title="Ingen bevilling til næste år",
    parameters=("budgetAdoption",),
    evidence=("fiscalYear",),
)
def next_year(system: SystemFacts, policy: Policy) -> Verdict:
    """Why: Når budgettet er vedtaget uden systemet, mangler pengene fra den 1. januar.

    Fix: Registrér næste års bevilling, eller sæt en udfasningsdato inden årsskiftet.
    """
    year = system.today.year + 1
    adopted_on = date(system.today.year, policy.budget_adoption.month, policy.budget_adoption.day)
    gone_by_then = system.phased_out_on is not None and system.phased_out_on.year < year
    if not system.in_use or system.today <= adopted_on or gone_by_then:
        return NOT_APPLICABLE
    lines = system.lines_of(year)
    if costs_nothing(lines):
        return OK
    match has_allocation(lines):
        case Answer.YES:
            return OK
        case Answer.UNKNOWN:
            return unknown(f"Bevillingen for {year} er ukendt.", field="funding", fiscalYear=year)
        case _:
            return flag(
                f"Budgettet for {year} skulle være vedtaget den {danish_date(adopted_on)}, "
                "men der er ingen bevilling til systemet.",
                field="funding",
                fiscalYear=year,
            )
