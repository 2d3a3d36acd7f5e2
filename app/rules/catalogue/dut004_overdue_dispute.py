"""DUT004: a dispute over a duty is past its deadline."""

from app.rules.engine import rule
from app.rules.facts import DisputeFacts, SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.rules.wording import danish_date, position, sentence, task
from app.vocabulary import Severity


@rule(
    "DUT004",
    severity=Severity.HIGH,
    title="En tvist om ansvaret er ikke afgjort inden fristen",
    evidence=("disputeIds", "duties", "interimPositionIds"),
)
def overdue_dispute(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: Mens to stillinger er uenige om, hvem der har ansvaret, tager ingen det.

    Fix: Afgør tvisten: bestem, hvem der har ansvaret, og skriv hvorfor. Indtil det sker, svarer den nærmeste fælles
    overordnede for det.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    overdue = [dispute for dispute in system.disputes if dispute.deadline < system.today]
    if not overdue:
        return OK
    return flag(
        " ".join(map(_sentence, overdue)),
        field="disputes",
        disputeIds=[dispute.id for dispute in overdue],
        duties=[dispute.duty.value for dispute in overdue],
        interimPositionIds=[dispute.interim.id for dispute in overdue if dispute.interim],
    )


def _sentence(dispute: DisputeFacts) -> str:
    until = f" Indtil det sker, svarer {position(dispute.interim.title)} for det." if dispute.interim else ""
    return (
        f"{sentence(position(dispute.holder.title))} mener, at {task(dispute.duty)} ligger hos "
        f"{position(dispute.named.title)}. Det skulle være afgjort senest den {danish_date(dispute.deadline)}.{until}"
    )
