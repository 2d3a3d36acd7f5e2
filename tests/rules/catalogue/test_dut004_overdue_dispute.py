from dataclasses import replace
from datetime import date, timedelta

import pytest

from app.rules.facts import DisputeFacts
from app.vocabulary import Duty, Lifecycle, Severity
from tests.rules.builders import COUNCIL, DIRECTOR, HEAD, MANAGER, TODAY, make_facts
from tests.rules.cases import Case, flagged, judged, not_applicable, ok

LATE = DisputeFacts("dispute-1", Duty.FIX, holder=MANAGER, named=HEAD, deadline=date(2026, 6, 14), interim=DIRECTOR)
DUE = replace(LATE, id="dispute-2", duty=Duty.DEVELOP, deadline=TODAY)

CASES = [
    ok("no dispute", make_facts()),
    ok("the last day", make_facts(disputes=(DUE,))),
    ok("a day left", make_facts(disputes=(replace(DUE, deadline=TODAY + timedelta(days=1)),))),
    flagged(
        "a day late",
        make_facts(disputes=(LATE,)),
        Severity.HIGH,
        says="Stillingen »Afdelingsleder, ydelser« mener, at ansvaret for at fejlrette systemet ligger hos "
        "stillingen »Ydelseschef«. "
        "Det skulle være afgjort senest den 14-06-2026. "
        "Indtil det sker, svarer stillingen »Direktør for arbejdsmarked« for det.",
        at="disputes",
        disputeIds=["dispute-1"],
        duties=["fix"],
        interimPositionIds=["director"],
    ),
    flagged(
        "nobody above both",
        make_facts(disputes=(replace(LATE, duty=Duty.OWNER, holder=COUNCIL, interim=None),)),
        Severity.HIGH,
        says="Stillingen »Byrådet« mener, at ejerskabet ligger hos stillingen »Ydelseschef«. "
        "Det skulle være afgjort senest den 14-06-2026.",
        disputeIds=["dispute-1"],
        duties=["owner"],
        interimPositionIds=[],
    ),
    flagged(
        "one of two is late",
        make_facts(disputes=(DUE, LATE)),
        Severity.HIGH,
        disputeIds=["dispute-1"],
        duties=["fix"],
        interimPositionIds=["director"],
    ),
    flagged(
        "two are late",
        make_facts(disputes=(LATE, replace(LATE, id="dispute-3", duty=Duty.RETIRE, named=COUNCIL, interim=None))),
        Severity.HIGH,
        says="Stillingen »Afdelingsleder, ydelser« mener, at ansvaret for at fejlrette systemet ligger hos "
        "stillingen »Ydelseschef«. "
        "Det skulle være afgjort senest den 14-06-2026. "
        "Indtil det sker, svarer stillingen »Direktør for arbejdsmarked« for det. "
        "Stillingen »Afdelingsleder, ydelser« mener, at ansvaret for at afvikle systemet ligger hos "
        "stillingen »Byrådet«. "
        "Det skulle være afgjort senest den 14-06-2026.",
        disputeIds=["dispute-1", "dispute-3"],
        duties=["fix", "retire"],
        interimPositionIds=["director"],
    ),
    not_applicable("retired", make_facts(disputes=(LATE,), lifecycle=Lifecycle.RETIRED)),
    not_applicable("planned", make_facts(disputes=(LATE,), lifecycle=Lifecycle.PLANNED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_overdue_dispute(case: Case) -> None:
    assert judged("DUT004", case) == case.expected
