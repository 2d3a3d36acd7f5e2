"""FUN004: next year's budget is adopted, and too little in it is for the operation of the system."""

from collections.abc import Sequence
from datetime import date

from app.rules.engine import rule
from app.rules.facts import BudgetLineFacts, SystemFacts
from app.rules.funding import allocated, costs_nothing, estimated, falls_short, has_allocation
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag, unknown
from app.rules.wording import danish_date, kroner
from app.vocabulary import Answer, Purpose, Severity


@rule(
    "FUN004",
    severity=Severity.MEDIUM,
    title="Bevillingen til næste år mangler eller er for lille",
    parameters=("budgetAdoption", "fundingTolerancePercent"),
    evidence=("fiscalYear", "estimatedDkk", "allocatedDkk", "missingDkk"),
)
def next_year(system: SystemFacts, policy: Policy) -> Verdict:
    """Why: Når budgettet er vedtaget uden systemet, mangler pengene fra den 1. januar.

    Et system, der kører videre efter sin udfasningsdato, koster også penge næste år.

    Fix: Registrér næste års bevilling til driften, eller sæt en udfasningsdato inden årsskiftet.
    """
    year = system.today.year + 1
    adopted_on = date(system.today.year, policy.budget_adoption.month, policy.budget_adoption.day)
    if not system.in_use or system.today <= adopted_on or _is_gone_by(system, year):
        return NOT_APPLICABLE
    lines = system.lines_of(year, Purpose.OPERATION)
    if costs_nothing(lines):
        return OK
    match has_allocation(lines):
        case Answer.YES:
            return _weigh(lines, year, policy)
        case Answer.UNKNOWN:
            return unknown(f"Bevillingen til driften i {year} er ukendt.", field="funding", fiscalYear=year)
        case _:
            return flag(
                f"Budgettet for {year} skulle være vedtaget senest den {danish_date(adopted_on)}, "
                "men der er ingen bevilling til systemets drift.",
                field="funding",
                fiscalYear=year,
            )


def _is_gone_by(system: SystemFacts, year: int) -> bool:
    """Whether the system is to be phased out before the year; one that is overdue runs on."""
    ends_on = system.phased_out_on
    return ends_on is not None and system.today <= ends_on and ends_on.year < year


def _weigh(lines: Sequence[BudgetLineFacts], year: int, policy: Policy) -> Verdict:
    """What is allocated, against what is estimated; an allocation that is not known may only add to it."""
    money, cost = allocated(lines), estimated(lines).whole
    if cost is None:
        return unknown(f"Skønnet for driften i {year} mangler.", field="funding", fiscalYear=year)
    if money.known is not None and not falls_short(money.known, cost, policy.funding_tolerance_percent):
        return OK
    if money.whole is None:
        return unknown(f"Bevillingen til driften i {year} er ikke kendt fuldt ud.", field="funding", fiscalYear=year)
    return flag(
        f"Der er bevilget {kroner(money.whole)} til driften i {year}, men den skønnes at koste {kroner(cost)} "
        f"Der mangler {kroner(cost - money.whole)}",
        field="funding",
        fiscalYear=year,
        estimatedDkk=cost,
        allocatedDkk=money.whole,
        missingDkk=cost - money.whole,
    )
