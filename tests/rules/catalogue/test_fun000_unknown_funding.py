import pytest

from app.vocabulary import BudgetKind, Lifecycle, Severity
from tests.rules.builders import make_facts, make_line
from tests.rules.cases import Case, flagged, judged, not_applicable, ok

CASES = [
    ok("allocated", make_facts()),
    ok("zero is an answer", make_facts(budget_lines=(make_line(allocated_dkk=0),))),
    ok("the estimate does not matter here", make_facts(budget_lines=(make_line(estimated_dkk=None),))),
    ok(
        "next year does not matter here",
        make_facts(budget_lines=(make_line(), make_line(fiscal_year=2027, allocated_dkk=None))),
    ),
    flagged(
        "no line",
        make_facts(budget_lines=()),
        Severity.MEDIUM,
        says="Bevillingen til driften i 2026 er ukendt.",
        at="funding",
        fiscalYear=2026,
        lines=0,
        linesWithoutAllocation=0,
    ),
    flagged(
        "lines of other years only",
        make_facts(budget_lines=(make_line(fiscal_year=2025), make_line(fiscal_year=2027))),
        Severity.MEDIUM,
        fiscalYear=2026,
        lines=0,
        linesWithoutAllocation=0,
    ),
    flagged(
        "one line of two",
        make_facts(budget_lines=(make_line(), make_line(allocated_dkk=None))),
        Severity.MEDIUM,
        says="Bevillingen til driften i 2026 er ukendt på 1 af 2 budgetlinjer.",
        fiscalYear=2026,
        lines=2,
        linesWithoutAllocation=1,
    ),
    flagged(
        "the only line",
        make_facts(budget_lines=(make_line(allocated_dkk=None),)),
        Severity.MEDIUM,
        says="Bevillingen til driften i 2026 er ukendt.",
        fiscalYear=2026,
        lines=1,
        linesWithoutAllocation=1,
    ),
    flagged(
        "money for other purposes tells nothing of the operation",
        make_facts(
            budget_lines=(make_line(kind=BudgetKind.DECOMMISSION), make_line(kind=BudgetKind.DEVELOPMENT)),
        ),
        Severity.MEDIUM,
        fiscalYear=2026,
        lines=0,
        linesWithoutAllocation=0,
    ),
    ok(
        "what the development gets is not known",
        make_facts(budget_lines=(make_line(), make_line(kind=BudgetKind.DEVELOPMENT, allocated_dkk=None))),
    ),
    not_applicable("retired", make_facts(budget_lines=(), lifecycle=Lifecycle.RETIRED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_unknown_funding(case: Case) -> None:
    assert judged("FUN000", case) == case.expected
