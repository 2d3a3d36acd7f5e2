from typing import Any

import pytest

from app.rules.facts import PositionRef
from app.vocabulary import Answer, Criticality, Lifecycle, Severity
from tests.rules.builders import DIRECTOR, make_attestation, make_facts, make_holder, make_owner
from tests.rules.cases import Case, flagged, judged, not_applicable, ok, unknown


def lacking(*keys: str, confirms: bool = True, asked: PositionRef | None = None) -> dict[str, Any]:
    """The whole evidence of the finding."""
    return {
        "attestedOn": "2026-01-10",
        "confirmsOwnership": confirms,
        "lacking": list(keys),
        "askedPositionId": asked and asked.id,
        "askedTitle": asked and asked.title,
    }


CASES = [
    ok("yes to everything", make_facts()),
    flagged(
        "no to the ownership itself",
        make_facts(attestation=make_attestation(confirms_ownership=False)),
        Severity.HIGH,
        says="Den 10-01-2026 blev der svaret, at ejeren ikke vedkender sig ejerskabet.",
        at="attestation",
        **lacking(confirms=False),
    ),
    flagged(
        "no time, and the position above is asked",
        make_facts(attestation=make_attestation(time=Answer.NO, asked=DIRECTOR)),
        Severity.HIGH,
        says="Den 10-01-2026 blev der svaret, at ejeren mangler tid til systemet. "
        "Spørgsmålet ligger nu hos stillingen »Direktør for arbejdsmarked«.",
        at="attestation",
        **lacking("time", asked=DIRECTOR),
    ),
    flagged(
        "no to everything",
        make_facts(
            attestation=make_attestation(confirms_ownership=False, insight=Answer.NO, time=Answer.NO, money=Answer.NO)
        ),
        Severity.HIGH,
        says="Den 10-01-2026 blev der svaret, at ejeren ikke vedkender sig ejerskabet "
        "og mangler indsigt, tid og penge til systemet.",
        **lacking("insight", "time", "money", confirms=False),
    ),
    flagged(
        "a no weighs more than what is unknown",
        make_facts(attestation=make_attestation(insight=Answer.UNKNOWN, money=Answer.NO)),
        Severity.HIGH,
        **lacking("money"),
    ),
    flagged(
        "denied, and the rest unknown",
        make_facts(
            attestation=make_attestation(
                confirms_ownership=False, insight=Answer.UNKNOWN, time=Answer.UNKNOWN, money=Answer.UNKNOWN
            )
        ),
        Severity.HIGH,
        **lacking(confirms=False),
    ),
    unknown(
        "one unknown",
        make_facts(attestation=make_attestation(insight=Answer.UNKNOWN)),
        says="Det er ukendt, om ejeren har indsigt.",
        at="attestation",
    ),
    unknown(
        "several unknown",
        make_facts(attestation=make_attestation(insight=Answer.UNKNOWN, time=Answer.UNKNOWN, money=Answer.UNKNOWN)),
        says="Det er ukendt, om ejeren har indsigt, tid eller penge.",
        at="attestation",
    ),
    not_applicable("never attested", make_facts(attestation=None)),
    flagged(
        "a no stands, whatever else is changed",
        make_facts(
            attestation=make_attestation(time=Answer.NO, criticality=Criticality.NOT_CRITICAL, sums=()),
            budget_lines=(),
        ),
        Severity.HIGH,
        **lacking("time"),
    ),
    not_applicable(
        "another position owns the system now",
        make_facts(attestation=make_attestation(time=Answer.NO, owner_position_id="manager")),
    ),
    not_applicable(
        "another person holds the position now",
        make_facts(
            attestation=make_attestation(time=Answer.NO), owner=make_owner(holder=make_holder(person_id="other"))
        ),
    ),
    not_applicable("no owner", make_facts(owner=None, attestation=make_attestation(time=Answer.NO))),
    not_applicable("planned", make_facts(attestation=make_attestation(time=Answer.NO), lifecycle=Lifecycle.PLANNED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_incapable_owner(case: Case) -> None:
    assert judged("OWN006", case) == case.expected
