"""What holds for every rule there is, and for every rule to come."""

import inspect
import re
from functools import cache
from importlib import import_module
from pathlib import Path

import pytest
from hypothesis import given
from pydantic.alias_generators import to_camel

import app.rules.catalogue
from app.core.canonical import dump
from app.rules.engine import Rule, catalogue, evaluate
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import Verdict
from app.vocabulary import Lifecycle, VerdictKind
from tests.rules import strategies
from tests.rules.builders import make_facts
from tests.rules.cases import Case

FILES = sorted(path.stem for path in Path(app.rules.catalogue.__file__).parent.glob("[!_]*.py"))
RULES = list(catalogue().values())
CARD_KEYS = {
    "owner",
    "duties",
    "funding",
    "contracts",
    "phasedOutOn",
    "criticality",
    "lifecycle",
    "confirmedOn",
    "attestation",
    "disputes",
    "acquisition",
    "supportHours",
    "emergencyPlanUrl",
    "takenIntoUseOn",
}
#: What looks at systems that are not in use as well.
AT_ANY_STATE = {"LIF006"}
DANISH_LETTER = re.compile("[æøåÆØÅé]")


def module_of(rule: Rule) -> str:
    return rule.evaluate.__module__.rpartition(".")[2]


@cache
def source_of(rule: Rule) -> str:
    return inspect.getsource(import_module(rule.evaluate.__module__))


def cases_of(rule: Rule) -> list[Case]:
    cases: list[Case] = import_module(f"tests.rules.catalogue.test_{module_of(rule)}").CASES
    return cases


def test_every_file_declares_one_rule_named_by_its_id() -> None:
    assert [module_of(rule) for rule in RULES] == FILES
    assert [rule.id for rule in RULES] == [stem.partition("_")[0].upper() for stem in FILES]


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_rule_says_in_danish_why_it_exists_and_how_to_fix_it(rule: Rule) -> None:
    assert re.fullmatch(r"[A-Z]{3}\d{3}", rule.id)
    assert rule.title
    assert not rule.title.endswith(".")
    for text in (rule.why, rule.fix):
        assert text.endswith(".")
        assert text[0].isupper()
    assert DANISH_LETTER.search(rule.title + rule.why + rule.fix)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_parameters_are_the_policy_keys_that_the_rule_reads(rule: Rule) -> None:
    read = {to_camel(name) for name in re.findall(r"\bpolicy\.([a-z_]+)", source_of(rule))}
    assert set(rule.parameters) == read
    assert read <= {to_camel(name) for name in Policy.model_fields}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_cases_show_every_answer_that_the_rule_can_give(rule: Rule) -> None:
    shown = {case.expected.kind for case in cases_of(rule)}
    possible = {VerdictKind.FLAGGED, VerdictKind.OK}
    if rule.id not in AT_ANY_STATE:
        possible.add(VerdictKind.NOT_APPLICABLE)
    if "unknown(" in source_of(rule):
        possible.add(VerdictKind.UNKNOWN)
    assert shown == possible


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_some_case_pins_the_whole_message(rule: Rule) -> None:
    assert any(case.expected.message for case in cases_of(rule) if case.expected.kind is VerdictKind.FLAGGED)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.id)
def test_names_of_cases_differ(rule: Rule) -> None:
    names = [case.name for case in cases_of(rule)]
    assert len(names) == len(set(names))


def test_healthy_system_has_no_finding_and_no_unknown() -> None:
    kinds = {verdict.kind for verdict in evaluate(make_facts(), Policy()).values()}
    assert kinds == {VerdictKind.OK, VerdictKind.NOT_APPLICABLE}


@given(strategies.SYSTEMS, strategies.POLICIES)
def test_every_rule_answers_any_facts(system: SystemFacts, policy: Policy) -> None:
    for rule_id, verdict in evaluate(system, policy).items():
        assert isinstance(verdict, Verdict), rule_id
        says_something = verdict.kind in {VerdictKind.FLAGGED, VerdictKind.UNKNOWN}
        assert bool(verdict.message) == says_something, rule_id
        assert (verdict.field in CARD_KEYS) if says_something else (verdict.field is None), rule_id
        assert says_something or not verdict.evidence, rule_id
        assert dump(dict(verdict.evidence)), rule_id


@given(strategies.SYSTEMS.filter(lambda system: not system.in_use), strategies.POLICIES)
def test_system_that_is_not_in_use_concerns_no_other_rule(system: SystemFacts, policy: Policy) -> None:
    assert system.lifecycle in {Lifecycle.PLANNED, Lifecycle.RETIRED}
    verdicts = {
        rule_id: verdict for rule_id, verdict in evaluate(system, policy).items() if rule_id not in AT_ANY_STATE
    }
    assert {verdict.kind for verdict in verdicts.values()} == {VerdictKind.NOT_APPLICABLE}
