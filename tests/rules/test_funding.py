import pytest
from hypothesis import given, settings

from app.rules.engine import evaluate
from app.rules.facts import BudgetLineFacts, SystemFacts
from app.rules.funding import FundingSummary, funding_state, funding_summary
from app.rules.policy import Policy
from app.vocabulary import FundingState, VerdictKind
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
    assert funding_state(lines, tolerance_percent=5) is state


def test_tolerance_is_the_policys() -> None:
    system = make_facts(budget_lines=(line(100, 80),))
    assert funding_summary(system, Policy()).state is FundingState.UNDERFUNDED
    assert funding_summary(system, Policy(funding_tolerance_percent=20)).state is FundingState.FUNDED


def test_summary_adds_what_is_known_of_this_year() -> None:
    system = make_facts(budget_lines=(line(100, 70), line(None, 30), make_line(fiscal_year=2027)))
    assert funding_summary(system, Policy()) == FundingSummary(2026, 100, 100, FundingState.UNKNOWN)


@pytest.mark.parametrize("lines", [(), (line(None, None),)])
def test_nothing_known_is_not_zero(lines: tuple[BudgetLineFacts, ...]) -> None:
    summary = funding_summary(make_facts(budget_lines=lines), Policy())
    assert summary == FundingSummary(2026, None, None, FundingState.UNKNOWN)


@given(strategies.SYSTEMS.filter(lambda system: system.in_use), strategies.POLICIES)
@settings(max_examples=300, deadline=None)
def test_state_agrees_with_the_rules(system: SystemFacts, policy: Policy) -> None:
    verdicts = evaluate(system, policy)
    flagged = {rule_id for rule_id, verdict in verdicts.items() if verdict.kind is VerdictKind.FLAGGED}
    state = funding_summary(system, policy).state
    assert (state is FundingState.UNFUNDED) == ("FUN001" in flagged)
    assert (state is FundingState.UNDERFUNDED) == ("FUN002" in flagged)
    assert state is FundingState.UNKNOWN or "FUN000" not in flagged
