"""OWN003: the owner's management level is below what the system's criticality demands."""

from collections.abc import Iterator, Sequence

from app.rules.engine import rule
from app.rules.facts import OwnerFacts, PositionRef, SystemFacts
from app.rules.levels import is_high_enough
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag, unknown
from app.rules.wording import level, position, quoted
from app.vocabulary import Criticality, Severity


@rule(
    "OWN003",
    severity=Severity.HIGH,
    title="Ejerskabet er placeret for lavt",
    parameters=("requiredLevel", "directReportCounts"),
    evidence=("requiredLevel", "actualLevel", "suggestedPositionId", "suggestedTitle", "suggestedLevel"),
)
def owner_level(system: SystemFacts, policy: Policy) -> Verdict:
    """Why: En ejer langt nede i hierarkiet kan hverken prioritere penge til systemet eller afvise en risiko.

    Alvoren er kritisk for samfundskritiske systemer.

    Fix: Flyt ejerskabet til en overordnet stilling på det krævede niveau, eller ret systemets kritikalitet,
    hvis den er forkert.
    """
    owner = system.owner
    if not system.in_use or owner is None:
        return NOT_APPLICABLE
    required = policy.required_level.for_criticality(system.criticality)
    if required is None:
        return unknown(
            "Systemets kritikalitet er ukendt, så kravet til ejerens niveau er det også.", field="criticality"
        )
    if is_high_enough(owner.management_level, owner.superiors, required, policy):
        return OK
    suggested = next(_high_enough(owner.superiors, required, policy), None)
    return flag(
        _message(system.criticality, owner, required, suggested, policy),
        field="owner",
        severity=Severity.CRITICAL if system.criticality is Criticality.SOCIETY_CRITICAL else None,
        requiredLevel=required,
        actualLevel=owner.management_level,
        suggestedPositionId=suggested.id if suggested else None,
        suggestedTitle=suggested.title if suggested else None,
        suggestedLevel=suggested.management_level if suggested else None,
    )


def _high_enough(superiors: Sequence[PositionRef], required: int, policy: Policy) -> Iterator[PositionRef]:
    """Of those above, nearest first, the ones that may own the system."""
    for number, above in enumerate(superiors, start=1):
        if is_high_enough(above.management_level, superiors[number:], required, policy):
            yield above


def _message(
    criticality: Criticality, owner: OwnerFacts, required: int, suggested: PositionRef | None, policy: Policy
) -> str:
    kind = criticality.label.replace(" ", "-")
    demand = f"på {level(required)} eller højere"
    if policy.direct_report_counts:
        demand += ", eller af en stilling, der refererer direkte til det niveau"
    sentences = [
        f"Systemet ejes af {position(owner.title)} på {level(owner.management_level)}.",
        f"Et {kind} system skal ejes {demand}.",
        f"Nærmeste stilling, der opfylder kravet: {quoted(suggested.title)}."
        if suggested
        else "Ingen overordnet stilling opfylder kravet.",
    ]
    return " ".join(sentences)
