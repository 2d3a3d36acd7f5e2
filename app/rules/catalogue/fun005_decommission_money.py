"""FUN005: the system is phased out soon, or should have been, and there is no money to decommission it."""

from app.rules.calendar import add_months
from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.funding import has_allocation
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag, unknown
from app.rules.wording import danish_date
from app.vocabulary import Answer, Lifecycle, Purpose, Severity


@rule(
    "FUN005",
    severity=Severity.MEDIUM,
    title="Ingen penge til afvikling",
    parameters=("decommissionWithinMonths",),
    evidence=("phasedOutOn",),
)
def decommission_money(system: SystemFacts, policy: Policy) -> Verdict:
    """Why: Uden penge til at flytte data og opsige aftaler bliver systemet stående efter udfasningen.

    Fix: Bevilg penge på en budgetlinje af arten afvikling i år eller et senere år.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    ends_on = system.phased_out_on
    if ends_on is None and system.lifecycle is Lifecycle.PHASING_OUT:
        return unknown("Systemet udfases, men udfasningsdatoen mangler.", field="phasedOutOn")
    last = add_months(system.today, policy.decommission_within_months)
    if ends_on is None or ends_on > last:
        return NOT_APPLICABLE
    lines = [
        line
        for line in system.budget_lines
        if line.kind.purpose is Purpose.DECOMMISSION and line.fiscal_year >= system.today.year
    ]
    match has_allocation(lines):
        case Answer.YES:
            return OK
        case Answer.UNKNOWN:
            return unknown("Bevillingen til afvikling er ukendt.", field="funding")
        case _:
            overdue = ends_on < system.today
            return flag(
                f"Systemet {'skulle være udfaset' if overdue else 'udfases'} den {danish_date(ends_on)}, "
                "men der er ikke bevilget penge til afvikling.",
                field="funding",
                phasedOutOn=ends_on.isoformat(),
            )
