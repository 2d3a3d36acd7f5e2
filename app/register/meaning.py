"""What the rules and the cards mean in this release, as a number: it puts releases in order."""

from app.core.errors import Unavailable
from app.core.languages import Text
from app.register.shapes import CARD

#: Raised by hand in a release whose rules or cards say something else than those before, in the same shape.
#: `tests/register/test_meaning.py` tells when.
_RAISED = 1
#: A release with a higher number than the one before evaluates the register anew, once; both parts only grow.
#: 0: evaluated by none, or by one before there were numbers.
MEANING = _RAISED + CARD.newest


class OtherRelease(Unavailable):
    """Another release has evaluated the register than the one that is asked."""

    code = "other-release"


def refuse_to_replace_newer(meaning: int) -> None:
    """Raises OtherRelease where a newer release has evaluated the register: older rules shall not write over it."""
    if meaning > MEANING:
        raise OtherRelease(
            Text(
                "A newer release serves this register; this process is being replaced. Try again.",
                da="En nyere udgave har overtaget registret. Prøv igen om lidt.",
            )
        )


def require_own(meaning: int) -> None:
    """Raises OtherRelease where the verdicts on the cards are by other rules, and so in another order, than ours."""
    refuse_to_replace_newer(meaning)
    if meaning < MEANING:
        raise OtherRelease(
            Text(
                "The register is being evaluated for a new release. Try again.",
                da="Registret vurderes på ny efter en opdatering. Prøv igen om lidt.",
            )
        )
