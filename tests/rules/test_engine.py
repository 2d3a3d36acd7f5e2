import pytest

from app.rules import engine
from app.rules.facts import SystemFacts
from app.rules.policy import Policy, RuleSetting
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict
from app.vocabulary import Severity, VerdictKind
from tests.rules.builders import make_facts


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


def test_policy_switches_a_rule_off_and_says_how_severe_it_is() -> None:
    unowned = make_facts(owner=None, ownerships=())
    said = engine.evaluate(unowned, Policy())
    settings = {"OWN001": RuleSetting(enabled=False), "OWN002": RuleSetting(severity=Severity.LOW)}
    set_ = engine.evaluate(unowned, Policy(rules=settings))
    assert said["OWN001"].kind is VerdictKind.FLAGGED
    assert set_["OWN001"] is NOT_APPLICABLE
    assert {rule: verdict for rule, verdict in set_.items() if rule != "OWN001"} == {
        rule: verdict for rule, verdict in said.items() if rule != "OWN001"
    }, "a severity is for what is flagged, and OWN002 is not"

    lower = engine.evaluate(unowned, Policy(rules={"OWN001": RuleSetting(severity=Severity.LOW)}))["OWN001"]
    assert (lower.kind, lower.severity) == (VerdictKind.FLAGGED, Severity.LOW)
    assert lower.evidence == said["OWN001"].evidence
