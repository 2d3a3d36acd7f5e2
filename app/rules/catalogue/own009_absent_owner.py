"""OWN009: the owner is absent for long, and nobody deputises."""

from app.rules.engine import rule
from app.rules.facts import Period, SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.rules.wording import danish_date, position
from app.vocabulary import Severity


@rule(
    "OWN009",
    severity=Severity.MEDIUM,
    title="Ejeren er fraværende uden stedfortræder",
    parameters=("absentBeyondDays",),
    evidence=("positionId", "absentFrom", "absentUntil"),
)
def absent_owner(system: SystemFacts, policy: Policy) -> Verdict:
    """Why: Så længe ejeren er væk, kan ingen godkende risiko og udgifter for systemet.

    Alvoren er høj for forretningskritiske og samfundskritiske systemer.

    Fix: Udpeg en stedfortræder, der selv er til stede, eller flyt ejerskabet imens.
    """
    owner = system.owner
    if not system.in_use or owner is None or owner.holder is None:
        return NOT_APPLICABLE
    away = owner.holder.away
    if away is None or owner.deputised or not _is_long(away, policy.absent_beyond_days):
        return OK
    until = f"til og med den {danish_date(away.last)}" if away.last else "og indtil videre"
    return flag(
        f"Indehaveren af {position(owner.title)} er fraværende fra den {danish_date(away.first)} {until}, og ingen "
        "stedfortræder er til stede.",
        field="owner",
        severity=Severity.HIGH if system.criticality.is_critical else None,
        positionId=owner.position_id,
        absentFrom=away.first.isoformat(),
        absentUntil=away.last.isoformat() if away.last else None,
    )


def _is_long(away: Period, days: int) -> bool:
    """Both days count; without a last day it lasts until further notice."""
    return away.last is None or (away.last - away.first).days + 1 > days
