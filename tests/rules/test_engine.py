import pytest

from app.rules import engine
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import OK, Verdict
from app.vocabulary import Severity


def test_rule_without_a_fix_is_refused() -> None:
    def careless(_system: SystemFacts, _policy: Policy) -> Verdict:
        """Why: Fordi."""
        return OK

    with pytest.raises(ValueError, match="XXX001"):
        engine.rule("XXX001", severity=Severity.LOW, title="Uden anvisning")(careless)


def test_taken_id_is_refused() -> None:
    def second(_system: SystemFacts, _policy: Policy) -> Verdict:
        """Why: Fordi.

        Fix: Lad være.
        """
        return OK

    assert "OWN001" in engine.catalogue()
    with pytest.raises(ValueError, match="OWN001"):
        engine.rule("OWN001", severity=Severity.LOW, title="Samme id")(second)


def test_catalogue_is_in_the_order_of_the_ids() -> None:
    assert list(engine.catalogue()) == sorted(engine.catalogue())
