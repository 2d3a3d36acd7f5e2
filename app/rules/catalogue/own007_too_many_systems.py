"""OWN007: the owning position owns more systems than the policy allows."""

from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.rules.wording import position, sentence
from app.vocabulary import Severity


@rule(
    "OWN007",
    severity=Severity.MEDIUM,
    title="Ejeren har for mange systemer",
    parameters=("maxSystemsPerPosition",),
    evidence=("positionId", "systemsOwned", "maxSystems"),
)
def too_many_systems(system: SystemFacts, policy: Policy) -> Verdict:
    """Why: Den, der ejer for mange systemer, har ikke tid til at følge det enkelte.

    Fix: Fordel ejerskabet af nogle af systemerne på andre stillinger, der opfylder kravet til niveau.
    """
    owner = system.owner
    if not system.in_use or owner is None:
        return NOT_APPLICABLE
    most = policy.max_systems_per_position
    if owner.systems_owned <= most:
        return OK
    return flag(
        f"{sentence(position(owner.title))} ejer {owner.systems_owned} systemer. En stilling må højst eje {most}.",
        field="owner",
        positionId=owner.position_id,
        systemsOwned=owner.systems_owned,
        maxSystems=most,
    )
