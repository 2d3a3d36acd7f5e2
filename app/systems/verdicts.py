"""Every rule's verdict for one system, as clients get it."""

from collections.abc import Mapping

from app.core.schema import Schema
from app.rules.engine import catalogue
from app.rules.evidence import Evidence
from app.rules.verdict import Verdict
from app.vocabulary import Severity, VerdictKind


class VerdictView(Schema):
    """What one rule says of the system."""

    rule: str
    title: str
    severity: Severity
    verdict: VerdictKind
    message: str
    """Empty where there is nothing to say."""
    field: str | None
    evidence: Evidence


class VerdictList(Schema):
    """All rules, in the order of their ids."""

    items: list[VerdictView]


def verdict_list(verdicts: Mapping[str, Verdict]) -> VerdictList:
    rules = catalogue()
    return VerdictList(
        items=[
            VerdictView(
                rule=rule_id,
                title=rules[rule_id].title,
                severity=verdict.severity or rules[rule_id].severity,
                verdict=verdict.kind,
                message=verdict.message,
                field=verdict.field,
                evidence=verdict.evidence,
            )
            for rule_id, verdict in verdicts.items()
        ]
    )
