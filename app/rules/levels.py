"""Whether a position is high enough in the hierarchy to own a system. Pure."""

from collections.abc import Sequence

from app.rules.facts import PositionRef
from app.rules.policy import Policy


def is_high_enough(level: int, superiors: Sequence[PositionRef], required: int, policy: Policy) -> bool:
    """At the demanded level or above it; where the policy says so, whoever reports directly to that level will do.

    `level`: the position's own. `superiors`: those above it, nearest first. `required`: the lowest level that will do.
    """
    if level <= required:
        return True
    return policy.direct_report_counts and bool(superiors) and superiors[0].management_level <= required
