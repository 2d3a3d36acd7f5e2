from datetime import date
from typing import Any

import pytest

from app.rules.facts import SystemFacts
from app.rules.policy import AdoptionDate, Policy
from app.vocabulary import Lifecycle, Severity
from tests.rules.builders import make_facts, make_line
from tests.rules.cases import Case, flagged, judged, not_applicable, ok, unknown

ADOPTED = date(2026, 10, 15)
DAY_AFTER = date(2026, 10, 16)


def next_years(*allocated: int | None, **changes: Any) -> SystemFacts:
    lines = (make_line(fiscal_year=2027, allocated_dkk=amount) for amount in allocated)
    return make_facts(**{"today": DAY_AFTER, "budget_lines": (make_line(), *lines), **changes})


CASES = [
    ok("money next year", next_years(100)),
    ok("money on one line, the rest unknown", next_years(100, None)),
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
        says="Budgettet for 2027 skulle være vedtaget den 15-10-2026, men der er ingen bevilling til systemet.",
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
        says="Bevillingen for 2027 er ukendt.",
        at="funding",
        fiscalYear=2027,
    ),
    not_applicable("on the adoption date", next_years(today=ADOPTED)),
    not_applicable("in the new year", next_years(100, today=date(2027, 1, 2))),
    not_applicable("phased out before next year", next_years(phased_out_on=date(2026, 12, 31))),
    not_applicable("planned", next_years(lifecycle=Lifecycle.PLANNED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_next_year(case: Case) -> None:
    assert judged("FUN004", case) == case.expected
