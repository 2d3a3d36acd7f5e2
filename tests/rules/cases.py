"""A case of a rule as data: the facts, the policy, and the answer that they must give."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from app.rules.engine import catalogue
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.vocabulary import Severity, VerdictKind


@dataclass(frozen=True)
class Expected:
    """What must come out; `message` and `field` None where the case does not pin them."""

    kind: VerdictKind
    severity: Severity | None = None
    evidence: Mapping[str, object] = dataclasses.field(default_factory=dict)
    message: str | None = None
    field: str | None = None


@dataclass(frozen=True)
class Case:
    name: str
    facts: SystemFacts
    policy: Policy
    expected: Expected

    def __str__(self) -> str:
        return self.name


def flagged(
    name: str,
    facts: SystemFacts,
    severity: Severity,
    *,
    policy: Policy | None = None,
    says: str | None = None,
    at: str | None = None,
    **evidence: object,
) -> Case:
    """The rule is broken; `says` is the whole message, `at` the key of the card, the rest is the evidence."""
    return Case(name, facts, policy or Policy(), Expected(VerdictKind.FLAGGED, severity, evidence, says, at))


def unknown(
    name: str,
    facts: SystemFacts,
    *,
    policy: Policy | None = None,
    says: str | None = None,
    at: str | None = None,
    **evidence: object,
) -> Case:
    return Case(name, facts, policy or Policy(), Expected(VerdictKind.UNKNOWN, None, evidence, says, at))


def ok(name: str, facts: SystemFacts, *, policy: Policy | None = None) -> Case:
    return Case(name, facts, policy or Policy(), Expected(VerdictKind.OK))


def not_applicable(name: str, facts: SystemFacts) -> Case:
    return Case(name, facts, Policy(), Expected(VerdictKind.NOT_APPLICABLE))


def judged(rule_id: str, case: Case) -> Expected:
    """The rule's answer to the case, with as much of it as the case pins."""
    rule = catalogue()[rule_id]
    verdict = rule.evaluate(case.facts, case.policy)
    return Expected(
        verdict.kind,
        (verdict.severity or rule.severity) if verdict.kind is VerdictKind.FLAGGED else None,
        dict(verdict.evidence),
        verdict.message if case.expected.message is not None else None,
        verdict.field if case.expected.field is not None else None,
    )
