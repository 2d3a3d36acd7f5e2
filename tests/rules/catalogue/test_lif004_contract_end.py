from datetime import date
from typing import Any

import pytest

from app.rules.facts import ContractFacts, SystemFacts
from app.rules.policy import Policy
from app.vocabulary import ContractKind, Lifecycle, Severity
from tests.rules.builders import TODAY, make_contract, make_facts
from tests.rules.cases import Case, flagged, judged, not_applicable, ok, unknown

YESTERDAY = date(2026, 6, 14)
LAST_DAY_OF_180 = date(2026, 12, 11)
LONG = (date(2020, 1, 1), date(2030, 12, 31))


def contract(
    starts_on: date | None,
    ends_on: date | None,
    kind: ContractKind = ContractKind.LICENCE,
    *,
    number: int = 1,
    name: str = "Aftale",
    **changes: Any,
) -> ContractFacts:
    return make_contract(
        id=f"contract-{number}", name=f"{name} {number}", kind=kind, starts_on=starts_on, ends_on=ends_on, **changes
    )


def of(*contracts: ContractFacts, **changes: Any) -> SystemFacts:
    return make_facts(contracts=contracts, **changes)


def ending(*days: date | None, kind: ContractKind = ContractKind.LICENCE) -> SystemFacts:
    """A contract of the kind per day, begun in 2020."""
    return of(*(contract(date(2020, 1, 1), day, kind, number=number) for number, day in enumerate(days, start=1)))


def told(
    contract_id: str | None, ends_on: str | None, uncovered: str | None, *kinds: str, **more: Any
) -> dict[str, Any]:
    """The whole evidence."""
    return {
        "contractKinds": list(kinds or ("licence",)),
        "contractId": contract_id,
        "endsOn": ends_on,
        "uncoveredFrom": uncovered,
        "noticeBy": None,
        **more,
    }


OVER = contract(date(2020, 1, 1), YESTERDAY)

CASES = [
    ok("far away", make_facts()),
    ok("the day after the period", ending(date(2026, 12, 12))),
    ok("open-ended", ending(None)),
    ok("it has always run", of(contract(None, None))),
    ok("an old one beside an open-ended one", ending(YESTERDAY, None)),
    ok("an old one beside a new one", ending(date(2030, 1, 1), YESTERDAY)),
    ok(
        "one follows the other on the day after",
        of(contract(*LONG[:1], LAST_DAY_OF_180), contract(date(2026, 12, 12), None)),
    ),
    ok("a shorter period", ending(LAST_DAY_OF_180), policy=Policy(contract_ends_within_days=179)),
    ok("development ends", ending(YESTERDAY, kind=ContractKind.DEVELOPMENT)),
    ok("ended on purpose", of(contract(date(2020, 1, 1), YESTERDAY, discontinued=True))),
    ok("ends soon, on purpose", of(contract(date(2020, 1, 1), date(2026, 7, 1), discontinued=True))),
    ok(
        "one that was ended on purpose is followed by another",
        of(contract(date(2020, 1, 1), date(2026, 7, 1), discontinued=True), contract(date(2026, 7, 2), None, number=2)),
    ),
    flagged(
        "on the last day of the period",
        ending(YESTERDAY, LAST_DAY_OF_180),
        Severity.MEDIUM,
        says="»Aftale 2« udløber den 11-12-2026, og ingen anden kontrakt om licens afløser den dagen efter.",
        at="contracts",
        **told("contract-2", "2026-12-11", "2026-12-12"),
    ),
    flagged("today", ending(TODAY), Severity.MEDIUM, **told("contract-1", "2026-06-15", "2026-06-16")),
    flagged(
        "ended while the system runs",
        ending(date(2020, 1, 1), YESTERDAY),
        Severity.HIGH,
        says="»Aftale 2« udløb den 14-06-2026. Ingen anden kontrakt om licens dækker systemet i dag, men det er "
        "stadig i brug.",
        **told("contract-2", "2026-06-14", "2026-06-15"),
    ),
    flagged(
        "a hole between one that ended and one that begins in two years",
        of(OVER, contract(date(2028, 6, 15), None, number=2)),
        Severity.HIGH,
        **told("contract-1", "2026-06-14", "2026-06-15"),
    ),
    flagged(
        "a hole of one day ahead",
        of(contract(date(2020, 1, 1), date(2026, 7, 31)), contract(date(2026, 8, 2), None, number=2)),
        Severity.MEDIUM,
        **told("contract-1", "2026-07-31", "2026-08-01"),
    ),
    flagged(
        "an ended licence beside an open-ended operation",
        of(OVER, contract(*LONG, ContractKind.OPERATION, number=2)),
        Severity.HIGH,
        **told("contract-1", "2026-06-14", "2026-06-15"),
    ),
    flagged(
        "none has begun",
        of(contract(date(2028, 1, 1), None)),
        Severity.HIGH,
        says="Ingen kontrakt om licens dækker systemet i dag.",
        **told(None, None, "2026-06-15"),
    ),
    flagged(
        "two kinds, the one that has ended first",
        of(
            contract(date(2020, 1, 1), date(2026, 7, 1), ContractKind.OPERATION, number=2),
            OVER,
            contract(*LONG, ContractKind.MAINTENANCE, number=3),
        ),
        Severity.HIGH,
        says="»Aftale 1« udløb den 14-06-2026. Ingen anden kontrakt om licens dækker systemet i dag, men det er "
        "stadig i brug. "
        "»Aftale 2« udløber den 01-07-2026, og ingen anden kontrakt om drift afløser den dagen efter.",
        **told("contract-1", "2026-06-14", "2026-06-15", "licence", "operation"),
    ),
    flagged(
        "one was ended on purpose, the other was not",
        of(contract(date(2020, 1, 1), YESTERDAY, discontinued=True), contract(date(2020, 1, 1), YESTERDAY, number=2)),
        Severity.HIGH,
        **told("contract-2", "2026-06-14", "2026-06-15"),
    ),
    flagged(
        "the kind is unknown, and no other covers",
        of(contract(date(2020, 1, 1), YESTERDAY, ContractKind.UNKNOWN)),
        Severity.HIGH,
        says="»Aftale 1« udløb den 14-06-2026. Ingen anden kontrakt dækker systemet i dag, men det er stadig i brug.",
        **told("contract-1", "2026-06-14", "2026-06-15", "unknown"),
    ),
    flagged(
        "the last day for giving notice is in 60 days",
        of(contract(date(2020, 1, 1), date(2027, 2, 14), notice_months=6)),
        Severity.MEDIUM,
        says="»Aftale 1« skal opsiges senest den 14-08-2026, hvis den ikke skal løbe videre.",
        at="contracts",
        **told("contract-1", "2027-02-14", None, noticeBy="2026-08-14"),
    ),
    flagged(
        "the last day for giving notice is today",
        of(contract(date(2020, 1, 1), date(2027, 1, 15), notice_months=7)),
        Severity.MEDIUM,
        **told("contract-1", "2027-01-15", None, noticeBy="2026-06-15"),
    ),
    ok(
        "the last day for giving notice is in 61 days",
        of(contract(date(2020, 1, 1), date(2027, 2, 15), notice_months=6)),
    ),
    ok(
        "notice is due later by the policy",
        of(contract(date(2020, 1, 1), date(2027, 2, 14), notice_months=6)),
        policy=Policy(contract_notice_within_days=59),
    ),
    ok("notice could be given until yesterday", of(contract(date(2020, 1, 1), date(2027, 1, 14), notice_months=7))),
    ok("notice was given", of(contract(date(2020, 1, 1), date(2027, 2, 14), notice_months=6, discontinued=True))),
    ok("no end, no notice", of(contract(date(2020, 1, 1), None, notice_months=6))),
    unknown(
        "the kind of one that ended is unknown, and another covers",
        of(contract(date(2020, 1, 1), YESTERDAY, ContractKind.UNKNOWN), contract(*LONG, number=2)),
        says="Arten af »Aftale 1« er ukendt, så det kan ikke ses, om en anden kontrakt afløser den.",
        at="contracts",
        contractId="contract-1",
    ),
    ok(
        "the kind of one that was ended on purpose is unknown",
        of(
            contract(date(2020, 1, 1), YESTERDAY, ContractKind.UNKNOWN, discontinued=True),
            contract(*LONG, number=2),
        ),
    ),
    flagged(
        "one that was ended on purpose is taken up again, too late",
        of(
            contract(date(2020, 1, 1), date(2026, 7, 15), discontinued=True),
            contract(date(2026, 7, 25), None, number=2),
        ),
        Severity.MEDIUM,
        **told("contract-1", "2026-07-15", "2026-07-16"),
    ),
    flagged(
        "one that was ended on purpose hides neither today nor what comes after",
        of(
            contract(date(2020, 1, 1), YESTERDAY, discontinued=True),
            contract(date(2026, 6, 20), date(2026, 8, 14), number=2),
        ),
        Severity.HIGH,
        **told("contract-1", "2026-06-14", "2026-06-15"),
    ),
    flagged(
        "what another kind leaves uncovered hides nothing that comes after",
        of(
            contract(date(2020, 1, 1), YESTERDAY, ContractKind.OTHER),
            contract(date(2026, 6, 20), date(2026, 8, 14), ContractKind.UNKNOWN, number=2),
        ),
        Severity.MEDIUM,
        **told("contract-2", "2026-08-14", "2026-08-15", "unknown"),
    ),
    not_applicable("no contract", make_facts(contracts=())),
    not_applicable("retired", of(OVER, lifecycle=Lifecycle.RETIRED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_contract_end(case: Case) -> None:
    assert judged("LIF004", case) == case.expected
