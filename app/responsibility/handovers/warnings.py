"""What speaks against accepting an offer. Pure."""

from app.register.organisation import Organisation
from app.responsibility.handovers.schemas import Warned
from app.rules.levels import is_high_enough
from app.rules.policy import Policy
from app.rules.wording import level, position, sentence
from app.vocabulary import Criticality, Duty


def warnings(
    organisation: Organisation,
    policy: Policy,
    *,
    duty: Duty,
    criticality: Criticality,
    to_id: str,
    from_id: str | None,
) -> list[Warned]:
    """The receiver's level against what the policy demands of an owner, and whether they share a line."""
    found = []
    receiver = organisation.positions[to_id]
    required = policy.required_level.for_criticality(criticality)
    if (
        duty is Duty.OWNER
        and required is not None
        and not is_high_enough(receiver.management_level, organisation.line(to_id), required, policy)
    ):
        found.append(
            Warned(
                code="level-too-low",
                detail=f"{sentence(position(receiver.title))} er på {level(receiver.management_level)}. Systemet skal "
                f"ejes på {level(required)} eller højere.",
            )
        )
    if from_id is not None and not organisation.in_line(from_id, to_id):
        found.append(
            Warned(
                code="outside-the-line",
                detail=f"{sentence(position(receiver.title))} står hverken over eller under "
                f"{position(organisation.positions[from_id].title)}.",
            )
        )
    return found
