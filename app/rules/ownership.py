"""What the rules on the owner come to: the one state that cards and dashboards count."""

from collections.abc import Mapping

from app.rules.verdict import Verdict
from app.vocabulary import OwnershipState, VerdictKind

#: The first that holds is the state: the rule, its answer, and what that means.
_PRECEDENCE = (
    ("OWN001", VerdictKind.FLAGGED, OwnershipState.MISSING),
    ("OWN002", VerdictKind.FLAGGED, OwnershipState.VACANT),
    ("OWN003", VerdictKind.FLAGGED, OwnershipState.TOO_LOW),
    ("OWN003", VerdictKind.UNKNOWN, OwnershipState.UNKNOWN),
)


def ownership_state(verdicts: Mapping[str, Verdict]) -> OwnershipState:
    """The worst that holds. A system that is not in use has nothing to find fault with: `ok`."""
    return next(
        (state for rule_id, kind, state in _PRECEDENCE if verdicts[rule_id].kind is kind),
        OwnershipState.OK,
    )
