import pytest

from app.rules.facts import SystemFacts
from app.vocabulary import BudgetKind, Lifecycle, Severity
from tests.rules.builders import make_facts, make_line
from tests.rules.cases import Case, flagged, judged, not_applicable, ok, unknown


def with_lines(*lines: tuple[int | None, int | None]) -> SystemFacts:
    """Lines of this year, each estimated and allocated."""
    return make_facts(budget_lines=tuple(make_line(estimated_dkk=cost, allocated_dkk=money) for cost, money in lines))


CASES = [
    ok("money", make_facts()),
    ok("money on one line, the rest unknown", with_lines((100, 50), (100, None))),
    ok("it costs nothing", with_lines((0, 0), (0, 0))),
    flagged(
        "zero",
        with_lines((900_000, 0), (100_000, 0)),
        Severity.HIGH,
        says="Der er bevilget 0 kr. til systemets drift i 2026. Driften skønnes at koste 1.000.000 kr.",
        at="funding",
        fiscalYear=2026,
        estimatedDkk=1_000_000,
    ),
    flagged(
        "zero, and what it costs is unknown",
        with_lines((0, 0), (None, 0)),
        Severity.HIGH,
        says="Der er bevilget 0 kr. til systemets drift i 2026.",
        fiscalYear=2026,
        estimatedDkk=None,
    ),
    flagged(
        "money for other years only",
        make_facts(budget_lines=(make_line(allocated_dkk=0), make_line(fiscal_year=2027))),
        Severity.HIGH,
        fiscalYear=2026,
        estimatedDkk=900_000,
    ),
    flagged(
        "900,000 for phasing out, and nothing for the operation",
        make_facts(
            budget_lines=(
                make_line(estimated_dkk=500_000, allocated_dkk=0),
                make_line(kind=BudgetKind.DECOMMISSION, estimated_dkk=900_000, allocated_dkk=900_000),
                make_line(kind=BudgetKind.DEVELOPMENT, estimated_dkk=100, allocated_dkk=100),
            )
        ),
        Severity.HIGH,
        fiscalYear=2026,
        estimatedDkk=500_000,
    ),
    ok(
        "licences and hours are operation",
        make_facts(budget_lines=(make_line(allocated_dkk=0), make_line(kind=BudgetKind.HOURS, allocated_dkk=1))),
    ),
    unknown(
        "nothing but money for phasing out",
        make_facts(budget_lines=(make_line(kind=BudgetKind.DECOMMISSION),)),
        fiscalYear=2026,
    ),
    unknown(
        "no line",
        make_facts(budget_lines=()),
        says="Bevillingen til driften i 2026 er ukendt.",
        at="funding",
        fiscalYear=2026,
    ),
    unknown("zero on one line, the other unknown", with_lines((100, 0), (100, None)), fiscalYear=2026),
    not_applicable("planned", make_facts(budget_lines=(), lifecycle=Lifecycle.PLANNED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_no_allocation(case: Case) -> None:
    assert judged("FUN001", case) == case.expected
