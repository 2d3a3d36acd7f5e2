"""OWN008: the ownership ends soon, and no other follows."""

from datetime import date, timedelta

from app.rules.calendar import add_days
from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.rules.wording import danish_date
from app.vocabulary import Severity

_DAY = timedelta(days=1)


@rule(
    "OWN008",
    severity=Severity.HIGH,
    title="Ejerskabet ophører uden afløser",
    parameters=("ownershipEndsWithinDays",),
    evidence=("positionId", "endsOn"),
)
def ending_ownership(system: SystemFacts, policy: Policy) -> Verdict:
    """Why: Når ejerskabet ophører, har systemet ingen ejer, og så kan ingen godkende risiko og udgifter for det.

    Fix: Registrér, hvem der ejer systemet bagefter, eller forlæng ejerskabet.
    """
    owner = system.owner
    if not system.in_use or owner is None:
        return NOT_APPLICABLE
    ends_on = _last_day(system)
    if ends_on is None or ends_on > add_days(system.today, policy.ownership_ends_within_days):
        return OK
    later = min((each.period.first for each in system.ownerships if each.period.first > ends_on), default=None)
    follows = (
        "Ingen er registreret som ejer derefter."
        if later is None
        else f"Den næste er først registreret som ejer fra den {danish_date(later)}."
    )
    return flag(
        f"Systemet har kun en ejer til og med den {danish_date(ends_on)}. {follows}",
        field="owner",
        positionId=owner.position_id,
        endsOn=ends_on.isoformat(),
    )


def _last_day(system: SystemFacts) -> date | None:
    """The last day that somebody is to own the system without a break; None where there is none in sight."""
    periods = [ownership.period for ownership in system.ownerships]
    day, last = system.today, None
    while (period := next((period for period in periods if period.covers(day)), None)) is not None:
        last = period.last
        if last is None or last == date.max:
            return None
        day = last + _DAY
    return last
