"""OWN004: the owner's holder leaves soon and no successor is set."""

from app.rules.calendar import add_days
from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.rules.wording import danish_date
from app.vocabulary import Severity


@rule(
    "OWN004",
    severity=Severity.HIGH,
    title="Ejeren fratræder uden efterfølger",
    parameters=("leavingWithinDays",),
    evidence=("positionId", "leavesOn"),
)
def leaving_owner(system: SystemFacts, policy: Policy) -> Verdict:
    """Why: Fratræder ejeren uden efterfølger, kan ingen handle for systemet fra den dag.

    Fix: Registrér en ny indehaver af stillingen fra fratrædelsen, eller flyt ejerskabet til en anden
    stilling.
    """
    owner = system.owner
    if not system.in_use or owner is None or owner.holder is None:
        return NOT_APPLICABLE
    leaves_on = owner.holder.leaves_on
    last = add_days(system.today, policy.leaving_within_days)
    if leaves_on is None or owner.has_successor or not system.today <= leaves_on <= last:
        return OK
    return flag(
        f"Indehaveren af {owner.title} fratræder den {danish_date(leaves_on)}. Der er ikke registreret en efterfølger.",
        field="owner",
        positionId=owner.position_id,
        leavesOn=leaves_on.isoformat(),
    )
