import pytest
from hypothesis import given

from app.rules.engine import evaluate
from app.rules.facts import BudgetLineFacts, SystemFacts
from app.rules.funding import FundingSummary, PurposeFunding, allocated, estimated, funding_state, funding_summary
from app.rules.policy import Policy
from app.vocabulary import BudgetKind, FundingState, VerdictKind
from tests.rules import strategies
from tests.rules.builders import make_facts, make_line


def line(estimated: int | None, allocated: int | None) -> BudgetLineFacts:
    return make_line(estimated_dkk=estimated, allocated_dkk=allocated)


@pytest.mark.parametrize(
    ("lines", "state"),
    [
        ([], FundingState.UNKNOWN),
        ([line(100, None)], FundingState.UNKNOWN),
        ([line(100, 100), line(100, None)], FundingState.UNKNOWN),
        ([line(100, 100), line(None, 50)], FundingState.UNKNOWN),
        ([line(100, 0)], FundingState.UNFUNDED),
        ([line(None, 0)], FundingState.UNFUNDED),
        ([line(0, 0), line(0, 0)], FundingState.FUNDED),
        ([line(100, 94)], FundingState.UNDERFUNDED),
        ([line(100, 95)], FundingState.FUNDED),
        ([line(100, 40), line(0, 60)], FundingState.FUNDED),
    ],
)
def test_state_of_the_lines(lines: list[BudgetLineFacts], state: FundingState) -> None:
    assert funding_state(allocated(lines), estimated(lines), tolerance_percent=5) is state


def test_tolerance_is_the_policys() -> None:
    system = make_facts(budget_lines=(line(100, 80),))
    assert funding_summary(system, Policy()).operation.state is FundingState.UNDERFUNDED
    assert funding_summary(system, Policy(funding_tolerance_percent=20)).operation.state is FundingState.FUNDED


def test_summary_adds_what_is_known_of_this_year_purpose_by_purpose() -> None:
    system = make_facts(
        budget_lines=(
            line(100, 70),
            make_line(kind=BudgetKind.LICENCE, estimated_dkk=None, allocated_dkk=20),
            make_line(kind=BudgetKind.HOURS, estimated_dkk=None, allocated_dkk=10),
            make_line(kind=BudgetKind.DEVELOPMENT, estimated_dkk=500, allocated_dkk=0),
            make_line(kind=BudgetKind.DECOMMISSION, estimated_dkk=900, allocated_dkk=900),
            make_line(fiscal_year=2027),
        )
    )
    assert funding_summary(system, Policy()) == FundingSummary(
        2026,
        operation=PurposeFunding(100, 100, FundingState.UNKNOWN),
        development=PurposeFunding(500, 0, FundingState.UNFUNDED),
        decommission=PurposeFunding(900, 900, FundingState.FUNDED),
    )


@pytest.mark.parametrize("lines", [(), (line(None, None),)])
def test_nothing_known_is_not_zero(lines: tuple[BudgetLineFacts, ...]) -> None:
    unknown = PurposeFunding(None, None, FundingState.UNKNOWN)
    assert funding_summary(make_facts(budget_lines=lines), Policy()) == FundingSummary(2026, unknown, unknown, unknown)


@given(strategies.SYSTEMS.filter(lambda system: system.in_use), strategies.POLICIES)
def test_state_agrees_with_the_rules(system: SystemFacts, policy: Policy) -> None:
    verdicts = evaluate(system, policy)
    flagged = {rule_id for rule_id, verdict in verdicts.items() if verdict.kind is VerdictKind.FLAGGED}
    funding = funding_summary(system, policy)
    state, development = funding.operation.state, funding.development.state
    short = {FundingState.UNDERFUNDED, FundingState.UNFUNDED}
    assert (state is FundingState.UNFUNDED) == ("FUN001" in flagged)
    assert state is not FundingState.UNDERFUNDED or "FUN002" in flagged
    assert "FUN002" not in flagged or state is FundingState.UNDERFUNDED or development in short
    assert state is FundingState.UNKNOWN or "FUN000" not in flagged
