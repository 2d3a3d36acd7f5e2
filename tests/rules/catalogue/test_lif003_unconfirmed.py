from datetime import date
from typing import Any

import pytest

from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.vocabulary import Lifecycle, Severity
from tests.rules.builders import TODAY, make_attestation, make_facts
from tests.rules.cases import Case, flagged, judged, not_applicable, ok

LONG_AGO = date(2024, 12, 14)


def last_confirmed(on: date | None, *, attested_on: date | None = None, **changes: Any) -> SystemFacts:
    attestation = make_attestation(attested_on=attested_on) if attested_on else None
    return make_facts(confirmed_on=on, attestation=attestation, **changes)


CASES = [
    ok("confirmed this year", make_facts()),
    ok("confirmed just long enough ago", last_confirmed(date(2024, 12, 15))),
    ok("a longer period", last_confirmed(LONG_AGO), policy=Policy(confirmed_within_months=24)),
    flagged(
        "a day too long ago",
        last_confirmed(LONG_AGO),
        Severity.LOW,
        says="Oplysningerne er senest bekræftet den 14-12-2024. De skal bekræftes mindst hver 18. måned.",
        at="confirmedOn",
        confirmedOn="2024-12-14",
        withinMonths=18,
    ),
    flagged(
        "every month",
        last_confirmed(date(2026, 5, 14)),
        Severity.LOW,
        policy=Policy(confirmed_within_months=1),
        says="Oplysningerne er senest bekræftet den 14-05-2026. De skal bekræftes mindst hver måned.",
        confirmedOn="2026-05-14",
        withinMonths=1,
    ),
    ok("an attestation confirms the record", last_confirmed(LONG_AGO, attested_on=date(2026, 1, 1))),
    ok("whoever says so confirms it, whenever it was attested", last_confirmed(TODAY, attested_on=LONG_AGO)),
    ok("never confirmed, but just long enough registered", last_confirmed(None, registered_on=date(2024, 12, 15))),
    flagged(
        "the newest of both is too long ago",
        last_confirmed(date(2020, 1, 1), attested_on=LONG_AGO),
        Severity.LOW,
        confirmedOn="2024-12-14",
        withinMonths=18,
    ),
    flagged(
        "never confirmed",
        last_confirmed(None, registered_on=LONG_AGO),
        Severity.LOW,
        says="Oplysningerne er aldrig bekræftet. De blev registreret den 14-12-2024. "
        "De skal bekræftes mindst hver 18. måned.",
        at="confirmedOn",
        confirmedOn=None,
        withinMonths=18,
    ),
    not_applicable("retired", last_confirmed(LONG_AGO, lifecycle=Lifecycle.RETIRED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_unconfirmed(case: Case) -> None:
    assert judged("LIF003", case) == case.expected
