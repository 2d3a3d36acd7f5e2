"""LIF006: the dates say something else than the state."""

from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import OK, Verdict, flag, unknown
from app.rules.wording import danish_date
from app.vocabulary import Lifecycle, Severity

#: The states in which a system has been taken into use.
_TAKEN_INTO_USE = (Lifecycle.IN_OPERATION, Lifecycle.PHASING_OUT, Lifecycle.RETIRED)


@rule(
    "LIF006",
    severity=Severity.MEDIUM,
    title="Datoerne modsiger status",
    evidence=("takenIntoUseOn", "phasedOutOn"),
)
def contradicting_dates(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: Er status forkert, ser reglerne bort fra systemet, eller også kræver de noget, som ikke gælder endnu.

    Reglen gælder også planlagte og nedlagte systemer.

    Fix: Ret status, eller ret datoen for ibrugtagning eller udfasning.
    """
    used_from, used_until, today = system.taken_into_use_on, system.phased_out_on, system.today
    if system.lifecycle is Lifecycle.PLANNED and used_from is not None and used_from < today:
        return flag(
            f"Systemets status er »planlagt«, men det blev taget i brug den {danish_date(used_from)}.",
            field="takenIntoUseOn",
            takenIntoUseOn=used_from.isoformat(),
        )
    if system.lifecycle in _TAKEN_INTO_USE and used_from is not None and used_from > today:
        return flag(
            f"Systemets status er »{system.lifecycle.label}«, men det tages først i brug den {danish_date(used_from)}.",
            field="takenIntoUseOn",
            takenIntoUseOn=used_from.isoformat(),
        )
    if system.lifecycle is Lifecycle.RETIRED and used_until is not None and used_until > today:
        return flag(
            f"Systemets status er »nedlagt«, men det udfases først den {danish_date(used_until)}.",
            field="phasedOutOn",
            phasedOutOn=used_until.isoformat(),
        )
    if system.lifecycle is Lifecycle.IN_OPERATION and used_from is None:
        return unknown("Det er ikke registreret, hvornår systemet blev taget i brug.", field="takenIntoUseOn")
    return OK
