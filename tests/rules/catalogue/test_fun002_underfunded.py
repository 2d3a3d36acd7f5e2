import pytest

from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.vocabulary import Lifecycle, Severity
from tests.rules.builders import make_facts, make_line
from tests.rules.cases import Case, flagged, judged, not_applicable, ok, unknown


def with_lines(*lines: tuple[int | None, int | None]) -> SystemFacts:
    """Lines of this year, each estimated and allocated."""
    return make_facts(budget_lines=tuple(make_line(estimated_dkk=cost, allocated_dkk=money) for cost, money in lines))


CASES = [
    ok("as much as it costs", make_facts()),
    ok("just within the tolerance", with_lines((1_000_000, 950_000))),
    ok("lines are added up", with_lines((1_000_000, 200_000), (0, 800_000))),
    ok("a wider tolerance", with_lines((100, 70)), policy=Policy(funding_tolerance_percent=30)),
    flagged(
        "just outside the tolerance",
        with_lines((1_000_000, 949_999)),
        Severity.HIGH,
        says="Der er bevilget 949.999 kr. for 2026, men systemet skønnes at koste 1.000.000 kr. Der mangler 50.001 kr.",
        at="funding",
        fiscalYear=2026,
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
        estimatedDkk=100,
        allocatedDkk=99,
        missingDkk=1,
    ),
    unknown(
        "estimate missing",
        with_lines((100, 100), (None, 100)),
        says="Skønnet for 2026 mangler.",
        at="funding",
        fiscalYear=2026,
    ),
    unknown(
        "allocation missing",
        with_lines((100, 100), (100, None)),
        says="Bevillingen for 2026 er ukendt.",
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
