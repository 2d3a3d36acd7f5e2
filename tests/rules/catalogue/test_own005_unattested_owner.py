from datetime import date

import pytest

from app.rules.facts import YearSums
from app.rules.policy import Policy
from app.vocabulary import BudgetKind, Criticality, Lifecycle, Severity
from tests.rules.builders import make_attestation, make_facts, make_holder, make_line, make_owner
from tests.rules.cases import Case, flagged, judged, not_applicable, ok

CASES = [
    ok("attested this year", make_facts()),
    ok("twelve months ago to the day", make_facts(attestation=make_attestation(attested_on=date(2025, 6, 15)))),
    ok(
        "the policy gives longer",
        make_facts(attestation=make_attestation(attested_on=date(2024, 6, 15))),
        policy=Policy(attestation_within_months=24),
    ),
    ok("a no is an answer too", make_facts(attestation=make_attestation(confirms_ownership=False))),
    ok(
        "never attested, but the owner is twelve months old to the day",
        make_facts(attestation=None, owner=make_owner(since=date(2025, 6, 15))),
    ),
    flagged(
        "twelve months and a day ago",
        make_facts(attestation=make_attestation(attested_on=date(2025, 6, 14))),
        Severity.MEDIUM,
        says="Ejerskabet er senest bekræftet den 14-06-2025. Det skal ske mindst hver 12. måned.",
        at="attestation",
        attestedOn="2025-06-14",
        withinMonths=12,
    ),
    flagged(
        "the policy gives a month",
        make_facts(attestation=make_attestation(attested_on=date(2026, 5, 14))),
        Severity.MEDIUM,
        policy=Policy(attestation_within_months=1),
        says="Ejerskabet er senest bekræftet den 14-05-2026. Det skal ske mindst hver måned.",
        attestedOn="2026-05-14",
        withinMonths=1,
    ),
    flagged(
        "never attested, and the policy gives a new owner a month",
        make_facts(attestation=None, owner=make_owner(since=date(2026, 5, 14))),
        Severity.MEDIUM,
        policy=Policy(attestation_within_months=1),
        attestedOn=None,
        withinMonths=1,
    ),
    flagged(
        "never attested, by an owner of long standing",
        make_facts(attestation=None, owner=make_owner(since=date(2025, 6, 14))),
        Severity.MEDIUM,
        says="Ejerskabet er aldrig bekræftet, og stillingen »Ydelseschef« har ejet systemet siden den 14-06-2025.",
        at="attestation",
        attestedOn=None,
        withinMonths=12,
    ),
    flagged(
        "the seal is broken, however new the attestation and the owner",
        make_facts(
            attestation=make_attestation(attested_on=date(2026, 6, 15), criticality=Criticality.NOT_CRITICAL),
            owner=make_owner(since=date(2026, 6, 15)),
        ),
        Severity.MEDIUM,
        says="Ejer, kritikalitet eller driftsbudget er ændret, siden ejerskabet blev bekræftet den 15-06-2026.",
        at="attestation",
        attestedOn="2026-06-15",
        withinMonths=12,
    ),
    flagged(
        "another person holds the position",
        make_facts(owner=make_owner(holder=make_holder(person_id="person-2"))),
        Severity.MEDIUM,
        attestedOn="2026-01-10",
        withinMonths=12,
    ),
    flagged(
        "the estimate of this year has grown by more than the tolerance",
        make_facts(budget_lines=(make_line(estimated_dkk=990_001),)),
        Severity.MEDIUM,
        attestedOn="2026-01-10",
        withinMonths=12,
    ),
    ok("it has grown by the tolerance", make_facts(budget_lines=(make_line(estimated_dkk=990_000),))),
    ok(
        "last year's budget is another one",
        make_facts(
            attestation=make_attestation(sums=((2025, YearSums(1, 1)), (2026, YearSums(900_000, 900_000)))),
            budget_lines=(make_line(), make_line(fiscal_year=2025)),
        ),
    ),
    ok("next year was not known then", make_facts(budget_lines=(make_line(), make_line(fiscal_year=2027)))),
    ok(
        "money for development is no part of it",
        make_facts(budget_lines=(make_line(), make_line(kind=BudgetKind.DEVELOPMENT))),
    ),
    not_applicable("no owner", make_facts(owner=None, attestation=None)),
    not_applicable("planned", make_facts(attestation=None, lifecycle=Lifecycle.PLANNED)),
    not_applicable(
        "retired",
        make_facts(attestation=make_attestation(criticality=Criticality.NOT_CRITICAL), lifecycle=Lifecycle.RETIRED),
    ),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_unattested_owner(case: Case) -> None:
    assert judged("OWN005", case) == case.expected
