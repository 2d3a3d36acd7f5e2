import pytest

from app.rules.facts import BudgetHolderFacts, SystemFacts
from app.vocabulary import Answer, Lifecycle, Severity
from tests.rules.builders import make_budget_holder, make_facts, make_line
from tests.rules.cases import Case, flagged, judged, not_applicable, ok, unknown

OWNER = make_budget_holder()
IT_HEAD = make_budget_holder(position_id="it", title="IT-chef", in_owner_line=False)
TEAM = make_budget_holder(position_id="team", title="Teamleder", budget_authority=Answer.NO)
UNDECIDED = make_budget_holder(position_id="staff", title="Stabschef", budget_authority=Answer.UNKNOWN)


def held_by(*holders: BudgetHolderFacts | None, allocated_dkk: int | None = 100) -> SystemFacts:
    return make_facts(budget_lines=tuple(make_line(holder=holder, allocated_dkk=allocated_dkk) for holder in holders))


CASES = [
    ok("the owner", make_facts()),
    ok(
        "outside the line, but neither money nor an estimate",
        make_facts(budget_lines=(make_line(), make_line(holder=IT_HEAD, estimated_dkk=0, allocated_dkk=0))),
    ),
    ok(
        "outside the line, and nothing is known of the amounts",
        make_facts(budget_lines=(make_line(), make_line(holder=IT_HEAD, estimated_dkk=None, allocated_dkk=None))),
    ),
    flagged(
        "0 kr. against an estimate, at a team leader without authority",
        held_by(TEAM, allocated_dkk=0),
        Severity.HIGH,
        says="Budgettet for 2026 ligger hos stillingen »Teamleder«, som ikke har budgetansvar.",
        fiscalYear=2026,
        positionIds=["team"],
        reasons=["noBudgetAuthority"],
    ),
    flagged(
        "0 kr. against an estimate, outside the line",
        held_by(IT_HEAD, allocated_dkk=0),
        Severity.HIGH,
        fiscalYear=2026,
        positionIds=["it"],
        reasons=["outsideOwnerLine"],
    ),
    flagged(
        "an allocation without an estimate, outside the line",
        make_facts(budget_lines=(make_line(holder=IT_HEAD, estimated_dkk=None, allocated_dkk=1),)),
        Severity.HIGH,
        fiscalYear=2026,
        positionIds=["it"],
        reasons=["outsideOwnerLine"],
    ),
    ok(
        "outside the line last year",
        make_facts(budget_lines=(make_line(), make_line(holder=IT_HEAD, fiscal_year=2025))),
    ),
    flagged(
        "outside the line",
        held_by(OWNER, IT_HEAD, IT_HEAD),
        Severity.HIGH,
        says="En del af budgettet for 2026 ligger uden for ejerens linje, hos stillingen »IT-chef«.",
        at="funding",
        fiscalYear=2026,
        positionIds=["it"],
        reasons=["outsideOwnerLine"],
    ),
    flagged(
        "without budget authority",
        held_by(TEAM),
        Severity.HIGH,
        says="Budgettet for 2026 ligger hos stillingen »Teamleder«, som ikke har budgetansvar.",
        fiscalYear=2026,
        positionIds=["team"],
        reasons=["noBudgetAuthority"],
    ),
    flagged(
        "both, and unknown holders beside them",
        held_by(TEAM, IT_HEAD, None, UNDECIDED),
        Severity.HIGH,
        says="En del af budgettet for 2026 ligger uden for ejerens linje, hos stillingen »IT-chef«. "
        "En del af budgettet for 2026 ligger hos stillingen »Teamleder«, som ikke har budgetansvar.",
        fiscalYear=2026,
        positionIds=["it", "team"],
        reasons=["outsideOwnerLine", "noBudgetAuthority"],
    ),
    flagged(
        "an estimate counts where the allocation is unknown",
        held_by(IT_HEAD, allocated_dkk=None),
        Severity.HIGH,
        fiscalYear=2026,
        positionIds=["it"],
        reasons=["outsideOwnerLine"],
    ),
    unknown(
        "a line without a holder",
        held_by(OWNER, None),
        says="Budgetholderen for 2026 er ikke registreret.",
        at="funding",
        fiscalYear=2026,
    ),
    unknown(
        "authority unknown",
        held_by(OWNER, UNDECIDED),
        says="Det er ukendt, om stillingen »Stabschef« har budgetansvar.",
        fiscalYear=2026,
    ),
    unknown("no line", make_facts(budget_lines=()), says="Der er ingen budgetlinjer for 2026.", fiscalYear=2026),
    not_applicable(
        "no money to hold", make_facts(budget_lines=(make_line(holder=IT_HEAD, estimated_dkk=0, allocated_dkk=0),))
    ),
    not_applicable("no owner", make_facts(owner=None)),
    not_applicable("retired", make_facts(lifecycle=Lifecycle.RETIRED)),
]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_budget_placement(case: Case) -> None:
    assert judged("FUN003", case) == case.expected
