import pytest

from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.vocabulary import BudgetKind, Lifecycle, Severity
from tests.rules.builders import make_facts, make_line
from tests.rules.cases import Case, flagged, judged, not_applicable, ok, unknown


def with_lines(*lines: tuple[int | None, int | None]) -> SystemFacts:
    """Lines of this year, each estimated and allocated."""
    return make_facts(budget_lines=tuple(make_line(estimated_dkk=cost, allocated_dkk=money) for cost, money in lines))


def with_kinds(*lines: tuple[BudgetKind, int | None, int | None]) -> SystemFacts:
    """Lines of this year, each with its kind, estimated and allocated."""
    return make_facts(
        budget_lines=tuple(make_line(kind=kind, estimated_dkk=cost, allocated_dkk=money) for kind, cost, money in lines)
    )


CASES = [
    ok("as much as it costs", make_facts()),
    ok("just within the tolerance", with_lines((1_000_000, 950_000))),
    ok("lines are added up", with_lines((1_000_000, 200_000), (0, 800_000))),
    ok("a wider tolerance", with_lines((100, 70)), policy=Policy(funding_tolerance_percent=30)),
    flagged(
        "just outside the tolerance",
        with_lines((1_000_000, 949_999)),
        Severity.HIGH,
        says="Der er bevilget 949.999 kr. til driften i 2026, men den skønnes at koste 1.000.000 kr. "
        "Der mangler 50.001 kr.",
        at="funding",
        fiscalYear=2026,
        purposes=["operation"],
        estimatedDkk=1_000_000,
        allocatedDkk=949_999,
        missingDkk=50_001,
    ),
    flagged(
        "no tolerance",
        with_lines((100, 99)),
        Severity.HIGH,
        policy=Policy(funding_tolerance_percent=0),
        fiscalYear=2026,
        purposes=["operation"],
        estimatedDkk=100,
        allocatedDkk=99,
        missingDkk=1,
    ),
    flagged(
        "money for phasing out does not pay the operation",
        with_kinds((BudgetKind.OPERATION, 100, 50), (BudgetKind.DECOMMISSION, 0, 900_000)),
        Severity.HIGH,
        fiscalYear=2026,
        purposes=["operation"],
        estimatedDkk=100,
        allocatedDkk=50,
        missingDkk=50,
    ),
    flagged(
        "the development, and all of it",
        with_kinds((BudgetKind.OPERATION, 100, 100), (BudgetKind.DEVELOPMENT, 500, 0)),
        Severity.HIGH,
        says="Der er bevilget 0 kr. til udviklingen i 2026, men den skønnes at koste 500 kr. Der mangler 500 kr.",
        fiscalYear=2026,
        purposes=["development"],
        estimatedDkk=500,
        allocatedDkk=0,
        missingDkk=500,
    ),
    flagged(
        "both purposes",
        with_kinds((BudgetKind.LICENCE, 100, 50), (BudgetKind.DEVELOPMENT, 500, 100)),
        Severity.HIGH,
        says="Der er bevilget 50 kr. til driften i 2026, men den skønnes at koste 100 kr. Der mangler 50 kr. "
        "Der er bevilget 100 kr. til udviklingen i 2026, men den skønnes at koste 500 kr. Der mangler 400 kr.",
        fiscalYear=2026,
        purposes=["operation", "development"],
        estimatedDkk=600,
        allocatedDkk=150,
        missingDkk=450,
    ),
    ok(
        "operation, licences and hours are one purpose",
        with_kinds((BudgetKind.OPERATION, 100, 0), (BudgetKind.LICENCE, 0, 50), (BudgetKind.HOURS, 0, 50)),
    ),
    ok("the operation is paid, and nothing is developed", with_kinds((BudgetKind.OPERATION, 100, 100))),
    unknown(
        "what the development gets is not known",
        with_kinds((BudgetKind.OPERATION, 100, 100), (BudgetKind.DEVELOPMENT, 500, None)),
        says="Bevillingen til udviklingen i 2026 er ukendt.",
        fiscalYear=2026,
    ),
    unknown(
        "estimate missing",
        with_lines((100, 100), (None, 100)),
        says="Skønnet for driften i 2026 mangler.",
        at="funding",
        fiscalYear=2026,
    ),
    unknown(
        "allocation missing",
        with_lines((100, 100), (100, None)),
        says="Bevillingen til driften i 2026 er ukendt.",
        fiscalYear=2026,
    ),
    unknown("no line", make_facts(budget_lines=()), fiscalYear=2026),
    not_applicable("zero is FUN001's", with_lines((100, 0))),
    not_applicable("it costs nothing", with_lines((0, 0))),
    not_applicable("planned", make_facts(budget_lines=(), lifecycle=Lifecycle.PLANNED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_underfunded(case: Case) -> None:
    assert judged("FUN002", case) == case.expected
