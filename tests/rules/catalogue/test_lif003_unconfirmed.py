from datetime import date

import pytest

from app.rules.policy import Policy
from app.vocabulary import Lifecycle, Severity
from tests.rules.builders import make_facts
from tests.rules.cases import Case, flagged, judged, not_applicable, ok

LONG_AGO = date(2024, 12, 14)

CASES = [
    ok("confirmed this year", make_facts()),
    ok("confirmed just long enough ago", make_facts(confirmed_on=date(2024, 12, 15))),
    ok("a longer period", make_facts(confirmed_on=LONG_AGO), policy=Policy(confirmed_within_months=24)),
    flagged(
        "a day too long ago",
        make_facts(confirmed_on=LONG_AGO),
        Severity.LOW,
        says="Oplysningerne er senest bekræftet den 14-12-2024. De skal bekræftes mindst hver 18. måned.",
        at="confirmedOn",
        confirmedOn="2024-12-14",
        withinMonths=18,
    ),
    flagged(
        "every month",
        make_facts(confirmed_on=date(2026, 5, 14)),
        Severity.LOW,
        policy=Policy(confirmed_within_months=1),
        says="Oplysningerne er senest bekræftet den 14-05-2026. De skal bekræftes mindst hver måned.",
        confirmedOn="2026-05-14",
        withinMonths=1,
    ),
    not_applicable("retired", make_facts(confirmed_on=LONG_AGO, lifecycle=Lifecycle.RETIRED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_unconfirmed(case: Case) -> None:
    assert judged("LIF003", case) == case.expected
