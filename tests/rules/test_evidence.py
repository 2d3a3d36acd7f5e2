"""What a rule says to machines is declared, key by key."""

import ast
import inspect

import pytest
from pydantic import TypeAdapter

from app.register.facts import gather
from app.rules.engine import Rule, catalogue, evaluate, rule
from app.rules.evidence import Evidence
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import OK, Verdict
from app.vocabulary import Severity
from tests.support.api import Api

SAYING = {"flag", "unknown"}
ASIDE = {"field", "severity"}


def given(declared: Rule) -> set[str]:
    """The keys that the rule's module hands on."""
    module = inspect.getmodule(declared.evaluate)
    assert module is not None
    calls = (node for node in ast.walk(ast.parse(inspect.getsource(module))) if isinstance(node, ast.Call))
    said = (call for call in calls if isinstance(call.func, ast.Name) and call.func.id in SAYING)
    return {keyword.arg for call in said for keyword in call.keywords if keyword.arg is not None} - ASIDE


@pytest.mark.parametrize("declared", catalogue().values(), ids=lambda declared: declared.id)
def test_rule_declares_exactly_what_it_gives(declared: Rule) -> None:
    assert given(declared) == set(declared.evidence), f"{declared.id}: evidence=…"


def test_every_key_is_some_rules() -> None:
    assert {key for declared in catalogue().values() for key in declared.evidence} == set(Evidence.__annotations__)


def test_key_that_has_no_type_and_no_words_is_refused() -> None:
    with pytest.raises(ValueError, match=r"XXX001: app/rules/evidence\.py has no colour"):

        @rule("XXX001", severity=Severity.LOW, title="X", evidence=("colour",))
        def _colourful(_system: SystemFacts, _policy: Policy) -> Verdict:
            """Why: x. Fix: y."""
            return OK


@pytest.mark.one_database("what rules say")
def test_values_of_the_demonstration_have_their_types(demonstration: Api) -> None:
    shape = TypeAdapter(Evidence)
    seen: set[str] = set()
    ids = [system["id"] for system in demonstration.read("/v1/exports/systems.json")["items"]]
    with demonstration.register.database.reading() as session:
        organisation = demonstration.register.organisation(session, demonstration.register.edition())
        for system in gather(session, organisation, ids):
            for rule_id, verdict in evaluate(system.facts, Policy()).items():
                answered = shape.validate_python(verdict.evidence, strict=True)
                assert list(answered.items()) == list(verdict.evidence.items())
                seen.update({rule_id} if verdict.evidence else ())
    # Next year's budget is not adopted yet on the day of the demonstration.
    assert seen == {declared.id for declared in catalogue().values() if declared.evidence} - {"FUN004"}
