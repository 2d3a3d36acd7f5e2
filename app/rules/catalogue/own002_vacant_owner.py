"""OWN002: the owning position is vacant today."""

from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.rules.wording import position, within
from app.vocabulary import Severity


@rule(
    "OWN002",
    severity=Severity.CRITICAL,
    title="Ejerstillingen er ubesat",
    evidence=("positionId", "hasSuccessor"),
)
def vacant_owner(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: I en ubesat stilling er der ingen, som kan godkende, bevilge eller gribe ind.

    Fix: Besæt stillingen, eller flyt ejerskabet til en stilling, der er besat.
    """
    owner = system.owner
    if not system.in_use or owner is None:
        return NOT_APPLICABLE
    if owner.holder is not None:
        return OK
    message = f"Systemet ejes af {position(owner.title)}{within(owner.unit_name, owner.title)}, men den er ubesat."
    if owner.has_successor:
        message += " En kommende indehaver er registreret."
    return flag(message, field="owner", positionId=owner.position_id, hasSuccessor=owner.has_successor)
