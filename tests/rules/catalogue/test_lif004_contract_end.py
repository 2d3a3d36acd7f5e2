from datetime import date

import pytest

from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.vocabulary import Lifecycle, Severity
from tests.rules.builders import TODAY, make_contract, make_facts
from tests.rules.cases import Case, flagged, judged, not_applicable, ok

YESTERDAY = date(2026, 6, 14)
LAST_DAY_OF_180 = date(2026, 12, 12)


def ending(*days: date | None) -> SystemFacts:
    """A contract per day, the ids numbered from 1."""
    return make_facts(
        contracts=tuple(make_contract(id=f"contract-{number}", ends_on=day) for number, day in enumerate(days, start=1))
    )


CASES = [
    ok("far away", make_facts()),
    ok("the day after the period", ending(date(2026, 12, 13))),
    ok("open-ended", ending(None)),
    ok("an old one beside an open-ended one", ending(YESTERDAY, None)),
    ok("an old one beside a new one", ending(date(2030, 1, 1), YESTERDAY)),
    ok("a shorter period", ending(LAST_DAY_OF_180), policy=Policy(contract_ends_within_days=179)),
    flagged(
        "on the last day of the period",
        ending(YESTERDAY, LAST_DAY_OF_180),
        Severity.MEDIUM,
        says="Kontrakten Driftsaftale udløber den 12-12-2026, og ingen anden kontrakt afløser den.",
        at="contracts",
        contractId="contract-2",
        endsOn="2026-12-12",
    ),
    flagged("today", ending(TODAY), Severity.MEDIUM, contractId="contract-1", endsOn="2026-06-15"),
    flagged(
        "ended while the system runs",
        ending(date(2020, 1, 1), YESTERDAY),
        Severity.HIGH,
        says="Kontrakten Driftsaftale udløb den 14-06-2026, men systemet er stadig i brug.",
        contractId="contract-2",
        endsOn="2026-06-14",
    ),
    not_applicable("no contract", make_facts(contracts=())),
    not_applicable("retired", make_facts(contracts=(make_contract(ends_on=YESTERDAY),), lifecycle=Lifecycle.RETIRED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_contract_end(case: Case) -> None:
    assert judged("LIF004", case) == case.expected
