"""DUT004: a dispute over a duty is past its deadline."""

from app.rules.engine import rule
from app.rules.facts import DisputeFacts, SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.rules.wording import danish_date
from app.vocabulary import Severity


@rule(
    "DUT004",
    severity=Severity.HIGH,
    title="En tvist om ansvaret er ikke afgjort inden fristen",
    evidence=("disputeIds", "duties", "interimPositionIds"),
)
def overdue_dispute(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: Mens to stillinger er uenige om, hvem der har ansvaret, tager ingen det.

    Fix: Afgør tvisten: bestem, hvem der har ansvaret, og skriv hvorfor. Indtil da ligger ansvaret hos den
    nærmeste fælles overordnede.
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
    until = f" Indtil da ligger det hos {dispute.interim.title}." if dispute.interim else ""
    return (
        f"{dispute.holder.title} mener, at ansvaret for at {dispute.duty.verb} systemet ligger hos "
        f"{dispute.named.title}. Det skulle have været afgjort senest den {danish_date(dispute.deadline)}.{until}"
    )
