import pytest

from app.rules.engine import evaluate
from app.rules.facts import SystemFacts
from app.rules.ownership import ownership_state
from app.rules.policy import Policy
from app.vocabulary import Criticality, Lifecycle, OwnershipState
from tests.rules.builders import make_facts, make_owner


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        (make_facts(), OwnershipState.OK),
        (make_facts(owner=None, criticality=Criticality.UNKNOWN), OwnershipState.MISSING),
        (make_facts(owner=make_owner(holder=None, management_level=5)), OwnershipState.VACANT),
        (make_facts(owner=make_owner(management_level=5)), OwnershipState.TOO_LOW),
        (make_facts(criticality=Criticality.UNKNOWN), OwnershipState.UNKNOWN),
        (make_facts(owner=None, lifecycle=Lifecycle.PLANNED), OwnershipState.OK),
    ],
)
def test_worst_that_holds_is_the_state(facts: SystemFacts, state: OwnershipState) -> None:
    assert ownership_state(evaluate(facts, Policy())) is state
