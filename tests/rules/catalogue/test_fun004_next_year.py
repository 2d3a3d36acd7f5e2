from datetime import date
from typing import Any

import pytest

from app.rules.facts import SystemFacts
from app.rules.policy import AdoptionDate, Policy
from app.vocabulary import BudgetKind, Lifecycle, Severity
from tests.rules.builders import make_facts, make_line
from tests.rules.cases import Case, flagged, judged, not_applicable, ok, unknown

ADOPTED = date(2026, 10, 15)
DAY_AFTER = date(2026, 10, 16)


def next_years(*allocated: int | None, **changes: Any) -> SystemFacts:
    lines = (make_line(fiscal_year=2027, allocated_dkk=amount) for amount in allocated)
    return make_facts(**{"today": DAY_AFTER, "budget_lines": (make_line(), *lines), **changes})


CASES = [
    ok("money next year", next_years(900_000)),
    ok("just within the tolerance", next_years(855_000)),
    ok("enough on one line, the rest unknown", next_years(1_800_000, None)),
    ok("a wider tolerance", next_years(100), policy=Policy(funding_tolerance_percent=100)),
    flagged(
        "1 kr. against 500,000",
        make_facts(
            today=DAY_AFTER,
            budget_lines=(make_line(), make_line(fiscal_year=2027, estimated_dkk=500_000, allocated_dkk=1)),
        ),
        Severity.MEDIUM,
        says="Der er bevilget 1 kr. til driften i 2027, men den skønnes at koste 500.000 kr. Der mangler 499.999 kr.",
        at="funding",
        fiscalYear=2027,
        estimatedDkk=500_000,
        allocatedDkk=1,
        missingDkk=499_999,
    ),
    flagged(
        "the phase-out date has passed while the system runs",
        next_years(phased_out_on=date(2026, 10, 15)),
        Severity.MEDIUM,
        fiscalYear=2027,
    ),
    flagged(
        "money for phasing out alone",
        make_facts(today=DAY_AFTER, budget_lines=(make_line(fiscal_year=2027, kind=BudgetKind.DECOMMISSION),)),
        Severity.MEDIUM,
        fiscalYear=2027,
    ),
    unknown(
        "some money, and what it costs is not known",
        make_facts(today=DAY_AFTER, budget_lines=(make_line(fiscal_year=2027, estimated_dkk=None, allocated_dkk=1),)),
        says="Skønnet for driften i 2027 mangler.",
        fiscalYear=2027,
    ),
    unknown(
        "too little on one line, the rest unknown",
        next_years(100, None),
        says="Bevillingen til driften i 2027 er ikke kendt fuldt ud.",
        fiscalYear=2027,
    ),
    ok(
        "costs nothing",
        make_facts(
            today=DAY_AFTER, budget_lines=(make_line(), make_line(fiscal_year=2027, estimated_dkk=0, allocated_dkk=0))
        ),
    ),
    flagged(
        "no line",
        next_years(),
        Severity.MEDIUM,
        says="Budgettet for 2027 skulle være vedtaget senest den 15-10-2026, "
        "men der er ingen bevilling til systemets drift.",
        at="funding",
        fiscalYear=2027,
    ),
    flagged("zero", next_years(0, 0), Severity.MEDIUM, fiscalYear=2027),
    flagged(
        "phased out in the course of next year",
        next_years(phased_out_on=date(2027, 1, 1)),
        Severity.MEDIUM,
        fiscalYear=2027,
    ),
    flagged(
        "the policy adopts earlier",
        next_years(today=date(2026, 9, 2)),
        Severity.MEDIUM,
        policy=Policy(budget_adoption=AdoptionDate(month=9, day=1)),
        fiscalYear=2027,
    ),
    unknown(
        "amount unknown",
        next_years(0, None),
        says="Bevillingen til driften i 2027 er ukendt.",
        at="funding",
        fiscalYear=2027,
    ),
    not_applicable("on the adoption date", next_years(today=ADOPTED)),
    not_applicable("in the new year", next_years(900_000, today=date(2027, 1, 2))),
    not_applicable("phased out before next year", next_years(phased_out_on=date(2026, 12, 31))),
    not_applicable("planned", next_years(lifecycle=Lifecycle.PLANNED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_next_year(case: Case) -> None:
    assert judged("FUN004", case) == case.expected
