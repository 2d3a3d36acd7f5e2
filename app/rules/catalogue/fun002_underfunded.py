"""FUN002: less is allocated this fiscal year than is estimated, for the operation or for the development."""

from dataclasses import dataclass

from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.funding import allocated, estimated, falls_short
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag, unknown
from app.rules.wording import kroner
from app.vocabulary import Purpose, Severity, VerdictKind

_WHAT = {Purpose.OPERATION: "driften", Purpose.DEVELOPMENT: "udviklingen"}


@dataclass(frozen=True, slots=True)
class _Short:
    """Money that falls short of what its purpose is estimated to cost."""

    purpose: Purpose
    allocated_dkk: int
    estimated_dkk: int

    @property
    def missing_dkk(self) -> int:
        return self.estimated_dkk - self.allocated_dkk


@rule(
    "FUN002",
    severity=Severity.HIGH,
    title="Bevillingen er for lille",
    parameters=("fundingTolerancePercent",),
    evidence=("fiscalYear", "purposes", "estimatedDkk", "allocatedDkk", "missingDkk"),
)
def underfunded(system: SystemFacts, policy: Policy) -> Verdict:
    """Why: Er der bevilget mindre, end systemet koster, bliver fejlrettelser og sikkerhed udskudt.

    Drift og udvikling holdes hver for sig: penge til det ene dækker ikke det andet.

    Fix: Hæv bevillingen, sænk omkostningerne, eller ret skønnet, hvis det er forkert.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    verdicts = [_judge(system, purpose, policy) for purpose in _WHAT]
    short = [verdict for verdict in verdicts if isinstance(verdict, _Short)]
    if short:
        return _flagged(short, system.today.year)
    for kind in (VerdictKind.UNKNOWN, VerdictKind.OK):
        # What is not known comes before what is in order; the operation before the development.
        for verdict in verdicts:
            if isinstance(verdict, Verdict) and verdict.kind is kind:
                return verdict
    return NOT_APPLICABLE


def _judge(system: SystemFacts, purpose: Purpose, policy: Policy) -> Verdict | _Short:
    year = system.today.year
    lines = system.lines_of(year, purpose)
    if not lines and purpose is not Purpose.OPERATION:
        return NOT_APPLICABLE
    money, cost = allocated(lines).whole, estimated(lines).whole
    if money is None:
        return unknown(f"Bevillingen til {_WHAT[purpose]} i {year} er ukendt.", field="funding", fiscalYear=year)
    if money == 0 and purpose is Purpose.OPERATION:
        # No money at all is another finding.
        return NOT_APPLICABLE
    if cost is None:
        return unknown(f"Skønnet for {_WHAT[purpose]} i {year} mangler.", field="funding", fiscalYear=year)
    return _Short(purpose, money, cost) if falls_short(money, cost, policy.funding_tolerance_percent) else OK


def _flagged(short: list[_Short], year: int) -> Verdict:
    return flag(
        " ".join(_sentence(one, year) for one in short),
        field="funding",
        fiscalYear=year,
        purposes=[one.purpose.value for one in short],
        estimatedDkk=sum(one.estimated_dkk for one in short),
        allocatedDkk=sum(one.allocated_dkk for one in short),
        missingDkk=sum(one.missing_dkk for one in short),
    )


def _sentence(one: _Short, year: int) -> str:
    return (
        f"Der er bevilget {kroner(one.allocated_dkk)} til {_WHAT[one.purpose]} i {year}, men den skønnes at koste "
        f"{kroner(one.estimated_dkk)} Der mangler {kroner(one.missing_dkk)}"
    )
