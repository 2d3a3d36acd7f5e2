from typing import Any

import pytest

from app.rules.facts import OwnerFacts, PositionRef
from app.rules.policy import Policy, RequiredLevels
from app.vocabulary import Criticality, Lifecycle, Severity
from tests.rules.builders import COUNCIL, DIRECTOR, HEAD, MANAGER, make_facts, make_owner
from tests.rules.cases import Case, flagged, judged, not_applicable, ok, unknown

DIRECT_REPORTS = Policy(direct_report_counts=True)


def team_leader(*superiors: PositionRef) -> OwnerFacts:
    return make_owner(title="Teamleder, sygedagpenge", management_level=4, superiors=superiors)


def suggesting(position: PositionRef | None, required: int, actual: int) -> dict[str, Any]:
    """The whole evidence of the finding."""
    return {
        "requiredLevel": required,
        "actualLevel": actual,
        "suggestedPositionId": position and position.id,
        "suggestedTitle": position and position.title,
        "suggestedLevel": position and position.management_level,
    }


CASES = [
    ok("at the demanded level", make_facts()),
    ok("above the demanded level", make_facts(owner=make_owner(management_level=0, superiors=()))),
    ok(
        "not critical, at level 3",
        make_facts(criticality=Criticality.NOT_CRITICAL, owner=make_owner(management_level=3)),
    ),
    ok(
        "society critical, at level 1",
        make_facts(criticality=Criticality.SOCIETY_CRITICAL, owner=make_owner(management_level=1)),
    ),
    ok(
        "the policy demands less",
        make_facts(owner=team_leader(HEAD)),
        policy=Policy(required_level=RequiredLevels(business_critical=4)),
    ),
    ok("direct report of the demanded level", make_facts(owner=team_leader(HEAD)), policy=DIRECT_REPORTS),
    flagged(
        "below the demanded level",
        make_facts(owner=team_leader(MANAGER, HEAD, DIRECTOR, COUNCIL)),
        Severity.HIGH,
        says="Systemet ejes af stillingen »Teamleder, sygedagpenge« på niveau 4 (teamleder). "
        "Et forretningskritisk system skal ejes på niveau 2 (chef) eller højere. "
        "Nærmeste stilling, der opfylder kravet: »Ydelseschef«.",
        at="owner",
        **suggesting(HEAD, 2, 4),
    ),
    flagged(
        "society critical",
        make_facts(criticality=Criticality.SOCIETY_CRITICAL),
        Severity.CRITICAL,
        says="Systemet ejes af stillingen »Ydelseschef« på niveau 2 (chef). "
        "Et samfundskritisk system skal ejes på niveau 1 (direktion) eller højere. "
        "Nærmeste stilling, der opfylder kravet: »Direktør for arbejdsmarked«.",
        **suggesting(DIRECTOR, 1, 2),
    ),
    flagged(
        "not critical, and nobody above",
        make_facts(criticality=Criticality.NOT_CRITICAL, owner=team_leader()),
        Severity.HIGH,
        says="Systemet ejes af stillingen »Teamleder, sygedagpenge« på niveau 4 (teamleder). "
        "Et ikke-kritisk system skal ejes på niveau 3 (afdelings- eller institutionsleder) eller højere. "
        "Ingen overordnet stilling opfylder kravet.",
        **suggesting(None, 3, 4),
    ),
    flagged(
        "nobody above is high enough",
        make_facts(owner=team_leader(MANAGER)),
        Severity.HIGH,
        **suggesting(None, 2, 4),
    ),
    flagged(
        "direct reports do not count by default",
        make_facts(owner=team_leader(HEAD)),
        Severity.HIGH,
        **suggesting(HEAD, 2, 4),
    ),
    flagged(
        "direct reports count, but it is not one",
        make_facts(owner=team_leader(MANAGER, HEAD)),
        Severity.HIGH,
        policy=DIRECT_REPORTS,
        says="Systemet ejes af stillingen »Teamleder, sygedagpenge« på niveau 4 (teamleder). "
        "Et forretningskritisk system skal ejes på niveau 2 (chef) eller højere, "
        "eller af en stilling, der refererer direkte til det niveau. "
        "Nærmeste stilling, der opfylder kravet: »Afdelingsleder, ydelser«.",
        **suggesting(MANAGER, 2, 4),
    ),
    flagged(
        "direct reports count, but it reports to nobody",
        make_facts(owner=team_leader()),
        Severity.HIGH,
        policy=DIRECT_REPORTS,
        **suggesting(None, 2, 4),
    ),
    unknown(
        "criticality unknown",
        make_facts(criticality=Criticality.UNKNOWN),
        says="Systemets kritikalitet er ukendt, så kravet til ejerens niveau er det også.",
        at="criticality",
    ),
    not_applicable("no owner", make_facts(owner=None, criticality=Criticality.UNKNOWN)),
    not_applicable("planned", make_facts(owner=team_leader(HEAD), lifecycle=Lifecycle.PLANNED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_owner_level(case: Case) -> None:
    assert judged("OWN003", case) == case.expected
