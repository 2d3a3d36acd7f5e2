"""OWN004: the owner's holder leaves soon, and on the day after nobody owns the system."""

from datetime import date, timedelta

from app.rules.calendar import add_days
from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.rules.wording import danish_date, position
from app.vocabulary import Severity

_DAY = timedelta(days=1)


@rule(
    "OWN004",
    severity=Severity.HIGH,
    title="Ejeren fratræder uden efterfølger",
    parameters=("leavingWithinDays",),
    evidence=("positionId", "leavesOn"),
)
def leaving_owner(system: SystemFacts, policy: Policy) -> Verdict:
    """Why: Fratræder ejeren uden efterfølger, kan ingen handle for systemet fra den dag.

    En efterfølger tæller fra den dag, hvor stillingen er besat igen, eller ejerskabet overgår til en besat stilling.

    Fix: Registrér en ny indehaver af stillingen fra dagen efter fratrædelsen, eller flyt ejerskabet til en anden
    stilling fra den dag.
    """
    owner = system.owner
    if not system.in_use or owner is None or owner.holder is None:
        return NOT_APPLICABLE
    leaves_on = owner.holder.leaves_on
    last = add_days(system.today, policy.leaving_within_days)
    if leaves_on is None or not system.today <= leaves_on <= last or leaves_on == date.max:
        return OK
    if _has_owner_in_person(system, leaves_on + _DAY):
        return OK
    return flag(
        f"Indehaveren af {position(owner.title)} fratræder den {danish_date(leaves_on)}. Dagen efter ejes "
        "systemet ikke af nogen stilling, der er besat.",
        field="owner",
        positionId=owner.position_id,
        leavesOn=leaves_on.isoformat(),
    )


def _has_owner_in_person(system: SystemFacts, day: date) -> bool:
    """Whether a position owns the system on the day, and somebody holds it."""
    return any(
        ownership.period.covers(day) and any(held.covers(day) for held in ownership.held)
        for ownership in system.ownerships
    )
