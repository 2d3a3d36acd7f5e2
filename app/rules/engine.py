"""The catalogue of rules: how one is declared, found and run."""

import importlib
import pkgutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import cache
from inspect import cleandoc
from types import MappingProxyType

from app.rules.evidence import Evidence
from app.rules.facts import SystemFacts
from app.rules.policy import Policy, RuleSetting
from app.rules.verdict import NOT_APPLICABLE, Verdict
from app.vocabulary import Severity, VerdictKind

RuleFunction = Callable[[SystemFacts, Policy], Verdict]


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule. `why` and `fix` come from its docstring.

    `parameters`: the policy keys that it reads. `evidence`: the keys that its verdicts may have.
    """

    id: str
    severity: Severity
    title: str
    why: str
    fix: str
    parameters: tuple[str, ...]
    evidence: tuple[str, ...]
    evaluate: RuleFunction


_declared: dict[str, Rule] = {}


def rule(
    rule_id: str,
    *,
    severity: Severity,
    title: str,
    parameters: tuple[str, ...] = (),
    evidence: tuple[str, ...] = (),
) -> Callable[[RuleFunction], RuleFunction]:
    """Declare a rule; its docstring is `Why: … Fix: …`, in Danish, for the people who read the finding.

    Raises:
        ValueError: the id is taken, the docstring lacks a part, or a key of the evidence is none.
    """

    def declare(function: RuleFunction) -> RuleFunction:
        why, separator, fix = cleandoc(function.__doc__ or "").partition("Fix:")
        if rule_id in _declared or not separator or not why.startswith("Why:"):
            message = f"{rule_id}: the id is taken, or the docstring is not 'Why: … Fix: …'"
            raise ValueError(message)
        unknown = set(evidence) - Evidence.__annotations__.keys()
        if unknown:
            message = f"{rule_id}: app/rules/evidence.py has no {', '.join(sorted(unknown))}"
            raise ValueError(message)
        _declared[rule_id] = Rule(
            rule_id,
            severity,
            title,
            " ".join(why.removeprefix("Why:").split()),
            " ".join(fix.split()),
            parameters,
            evidence,
            function,
        )
        return function

    return declare


@cache
def catalogue() -> Mapping[str, Rule]:
    """Every rule by id, in the order of the ids."""
    package = importlib.import_module("app.rules.catalogue")
    for module in pkgutil.iter_modules(package.__path__):
        importlib.import_module(f"{package.__name__}.{module.name}")
    return MappingProxyType(dict(sorted(_declared.items())))


def evaluate(system: SystemFacts, policy: Policy) -> dict[str, Verdict]:
    """Every rule's verdict for the system, by rule id."""
    verdicts = {rule_id: declared.evaluate(system, policy) for rule_id, declared in catalogue().items()}
    for rule_id, setting in policy.rules.items():
        if rule_id in verdicts:
            verdicts[rule_id] = _as_set(verdicts[rule_id], setting)
    return verdicts


def _as_set(verdict: Verdict, setting: RuleSetting) -> Verdict:
    """A rule that is switched off has nothing to say; the municipality's own severity goes before the rule's."""
    if not setting.enabled:
        return NOT_APPLICABLE
    if setting.severity is None or verdict.kind is not VerdictKind.FLAGGED:
        return verdict
    return replace(verdict, severity=setting.severity)
