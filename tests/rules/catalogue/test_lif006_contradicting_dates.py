from datetime import date

import pytest

from app.rules.facts import SystemFacts
from app.vocabulary import Lifecycle, Severity
from tests.rules.builders import TODAY, make_facts
from tests.rules.cases import Case, flagged, judged, ok, unknown

YESTERDAY, TOMORROW = date(2026, 6, 14), date(2026, 6, 16)


def system(lifecycle: Lifecycle, used_from: date | None = None, used_until: date | None = None) -> SystemFacts:
    return make_facts(lifecycle=lifecycle, taken_into_use_on=used_from, phased_out_on=used_until)


CASES = [
    ok("in operation since 2019", make_facts()),
    ok("in operation since today", system(Lifecycle.IN_OPERATION, TODAY)),
    ok("planned, without a date", system(Lifecycle.PLANNED)),
    ok("planned for today", system(Lifecycle.PLANNED, TODAY)),
    ok("planned for later", system(Lifecycle.PLANNED, TOMORROW)),
    ok("being phased in, by parts", system(Lifecycle.PHASING_IN, YESTERDAY)),
    ok("being phased in, to be used later", system(Lifecycle.PHASING_IN, TOMORROW)),
    ok("being phased out without a date is LIF002's", system(Lifecycle.PHASING_OUT)),
    ok("in use after its phase-out is LIF001's", system(Lifecycle.IN_OPERATION, YESTERDAY, YESTERDAY)),
    ok("retired today", system(Lifecycle.RETIRED, used_until=TODAY)),
    ok("retired, nobody knows when", system(Lifecycle.RETIRED)),
    flagged(
        "planned, but in use since yesterday",
        system(Lifecycle.PLANNED, YESTERDAY),
        Severity.MEDIUM,
        says="Systemets status er »planlagt«, men det blev taget i brug den 14-06-2026.",
        at="takenIntoUseOn",
        takenIntoUseOn="2026-06-14",
    ),
    flagged(
        "in operation, but not before tomorrow",
        system(Lifecycle.IN_OPERATION, TOMORROW),
        Severity.MEDIUM,
        says="Systemets status er »i drift«, men det tages først i brug den 16-06-2026.",
        at="takenIntoUseOn",
        takenIntoUseOn="2026-06-16",
    ),
    flagged(
        "being phased out before it is used",
        system(Lifecycle.PHASING_OUT, TOMORROW),
        Severity.MEDIUM,
        takenIntoUseOn="2026-06-16",
    ),
    flagged(
        "retired with a date to come",
        system(Lifecycle.RETIRED, used_until=TOMORROW),
        Severity.MEDIUM,
        says="Systemets status er »nedlagt«, men det udfases først den 16-06-2026.",
        at="phasedOutOn",
        phasedOutOn="2026-06-16",
    ),
    flagged(
        "retired before it is used",
        system(Lifecycle.RETIRED, TOMORROW),
        Severity.MEDIUM,
        says="Systemets status er »nedlagt«, men det tages først i brug den 16-06-2026.",
        takenIntoUseOn="2026-06-16",
    ),
    unknown(
        "in operation without a date",
        system(Lifecycle.IN_OPERATION),
        says="Det er ikke registreret, hvornår systemet blev taget i brug.",
        at="takenIntoUseOn",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_contradicting_dates(case: Case) -> None:
    assert judged("LIF006", case) == case.expected
