from datetime import date

import pytest

from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.vocabulary import BudgetKind, Lifecycle, Severity
from tests.rules.builders import TODAY, make_facts, make_line
from tests.rules.cases import Case, flagged, judged, not_applicable, ok, unknown

LAST_DAY_OF_18 = date(2027, 12, 15)


def ending(
    *decommission: tuple[int, int | None],
    on: date | None = LAST_DAY_OF_18,
    lifecycle: Lifecycle = Lifecycle.PHASING_OUT,
) -> SystemFacts:
    """A system phased out on the day, with a line for decommissioning per year and amount."""
    lines = (
        make_line(kind=BudgetKind.DECOMMISSION, fiscal_year=year, allocated_dkk=amount) for year, amount in decommission
    )
    return make_facts(phased_out_on=on, lifecycle=lifecycle, budget_lines=(make_line(), *lines))


CASES = [
    ok("money this year", ending((2026, 100))),
    ok("money in a later year", ending((2028, 100))),
    ok("money on one line, the rest unknown", ending((2026, None), (2027, 100))),
    flagged(
        "on the last day of the period",
        ending(),
        Severity.MEDIUM,
        says="Systemet udfases den 15-12-2027, men der er ikke bevilget penge til afvikling.",
        at="funding",
        phasedOutOn="2027-12-15",
    ),
    flagged("today", ending(on=TODAY), Severity.MEDIUM, phasedOutOn="2026-06-15"),
    flagged(
        "a date is enough",
        ending(lifecycle=Lifecycle.IN_OPERATION),
        Severity.MEDIUM,
        phasedOutOn="2027-12-15",
    ),
    flagged("zero", ending((2026, 0)), Severity.MEDIUM, phasedOutOn="2027-12-15"),
    flagged("money last year", ending((2025, 100)), Severity.MEDIUM, phasedOutOn="2027-12-15"),
    flagged(
        "a longer period",
        ending(on=date(2028, 6, 15)),
        Severity.MEDIUM,
        policy=Policy(decommission_within_months=24),
        phasedOutOn="2028-06-15",
    ),
    unknown(
        "amount unknown",
        ending((2026, 0), (2027, None)),
        says="Bevillingen til afvikling er ukendt.",
        at="funding",
    ),
    unknown(
        "phasing out without a date",
        ending(on=None),
        says="Systemet udfases, men udfasningsdatoen mangler.",
        at="phasedOutOn",
    ),
    not_applicable("after the period", ending(on=date(2027, 12, 16))),
    flagged(
        "overdue",
        ending(on=date(2024, 1, 31)),
        Severity.MEDIUM,
        says="Systemet skulle være udfaset den 31-01-2024, men der er ikke bevilget penge til afvikling.",
        at="funding",
        phasedOutOn="2024-01-31",
    ),
    ok("overdue, with money", ending((2026, 100), on=date(2024, 1, 31))),
    not_applicable("no end in sight", make_facts()),
    not_applicable("retired", ending(lifecycle=Lifecycle.RETIRED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_decommission_money(case: Case) -> None:
    assert judged("FUN005", case) == case.expected
