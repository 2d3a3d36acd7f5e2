"""What a rule answers, and the short words to say it with."""

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass

from app.vocabulary import Severity, VerdictKind

Evidence = Mapping[str, str | int | bool | list[str] | list[int] | None]


@dataclass(frozen=True, slots=True)
class Verdict:
    """A rule's answer for one system. `severity` None means the rule's own; `field` is a key of the card.

    Evidence keys are camelCase, for machines; `message` is one plain Danish sentence, for people.
    """

    kind: VerdictKind
    message: str = ""
    field: str | None = None
    severity: Severity | None = None
    evidence: Evidence = dataclasses.field(default_factory=dict)


OK = Verdict(VerdictKind.OK)
NOT_APPLICABLE = Verdict(VerdictKind.NOT_APPLICABLE)


def flag(message: str, *, field: str, severity: Severity | None = None, **evidence: object) -> Verdict:
    """The rule is broken; `evidence` keys are given in camelCase."""
    return Verdict(VerdictKind.FLAGGED, message, field, severity, evidence)  # type: ignore[arg-type]


def unknown(message: str, *, field: str, **evidence: object) -> Verdict:
    """A fact that the rule needs is missing: never to be read as compliant."""
    return Verdict(VerdictKind.UNKNOWN, message, field, None, evidence)  # type: ignore[arg-type]
