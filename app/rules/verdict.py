"""What a rule answers, and the short words to say it with."""

import dataclasses
from typing import Unpack

from app.core.values import value
from app.rules.evidence import Evidence
from app.vocabulary import Severity, VerdictKind


@value()
class Verdict:
    """A rule's answer for one system. `severity` None means the rule's own; `field` is a key of the card.

    `evidence` is for machines, `message` is one plain Danish sentence for people.
    """

    kind: VerdictKind
    message: str = ""
    field: str | None = None
    severity: Severity | None = None
    evidence: Evidence = dataclasses.field(default_factory=Evidence)


OK = Verdict(VerdictKind.OK)
NOT_APPLICABLE = Verdict(VerdictKind.NOT_APPLICABLE)


def flag(message: str, *, field: str, severity: Severity | None = None, **evidence: Unpack[Evidence]) -> Verdict:
    """The rule is broken."""
    return Verdict(VerdictKind.FLAGGED, message, field, severity, evidence)


def unknown(message: str, *, field: str, **evidence: Unpack[Evidence]) -> Verdict:
    """A fact that the rule needs is missing: never to be read as compliant."""
    return Verdict(VerdictKind.UNKNOWN, message, field, None, evidence)
