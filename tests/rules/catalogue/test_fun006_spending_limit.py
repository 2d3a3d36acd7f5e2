import pytest

from app.vocabulary import Lifecycle, Severity
from tests.rules.builders import make_facts, make_line, make_owner
from tests.rules.cases import Case, flagged, judged, not_applicable, ok, unknown

CASES = [
    ok("within the limit", make_facts()),
    ok("just the limit", make_facts(owner=make_owner(budget_limit_dkk=900_000))),
    ok(
        "other years do not count",
        make_facts(budget_lines=(make_line(), make_line(fiscal_year=2027, estimated_dkk=9_000_000))),
    ),
    flagged(
        "above the limit",
        make_facts(owner=make_owner(budget_limit_dkk=500_000), budget_lines=(make_line(), make_line(estimated_dkk=1))),
        Severity.MEDIUM,
        says="Systemet skønnes at koste 900.001 kr. i 2026, men beløbsgrænsen for stillingen »Ydelseschef« er "
        "500.000 kr.",
        at="owner",
        budgetLimitDkk=500_000,
        yearlyCostDkk=900_001,
    ),
    flagged(
        "a limit of zero is a limit",
        make_facts(owner=make_owner(budget_limit_dkk=0)),
        Severity.MEDIUM,
        budgetLimitDkk=0,
        yearlyCostDkk=900_000,
    ),
    unknown(
        "limit unknown",
        make_facts(owner=make_owner(budget_limit_dkk=None)),
        says="Beløbsgrænsen for stillingen »Ydelseschef« er ikke registreret.",
        at="owner",
    ),
    unknown(
        "an estimate is missing",
        make_facts(budget_lines=(make_line(), make_line(estimated_dkk=None))),
        says="Skønnet for 2026 mangler.",
        at="funding",
        fiscalYear=2026,
    ),
    unknown("no line", make_facts(budget_lines=()), fiscalYear=2026),
    not_applicable("no owner", make_facts(owner=None)),
    not_applicable("planned", make_facts(lifecycle=Lifecycle.PLANNED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_spending_limit(case: Case) -> None:
    assert judged("FUN006", case) == case.expected
