"""DUT003: a duty is done by others than the position that formally holds it."""

from app.rules.engine import rule
from app.rules.facts import DutyFacts, SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag, unknown
from app.rules.wording import listed, to_do
from app.vocabulary import DUTIES, Severity


@rule(
    "DUT003",
    severity=Severity.MEDIUM,
    title="Praksis afviger fra det formelle ansvar",
    evidence=("duties",),
)
def practice_differs(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: Når en anden end den ansvarlige gør arbejdet, følges ansvar og beføjelser ikke ad.

    Fix: Flyt det formelle ansvar til den stilling, der løfter det, eller lad den ansvarlige løfte det.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    duties = [system.duty(duty) for duty in DUTIES]
    different = [facts for facts in duties if _differs(facts)]
    if different:
        return flag(
            f"Praksis afviger fra det formelle: {'; '.join(map(_difference, different))}.",
            field="duties",
            duties=[facts.duty.value for facts in different],
        )
    unrecorded = [facts.duty for facts in duties if not facts.practice]
    if unrecorded:
        return unknown(
            f"Det er ikke registreret, hvem der i praksis har {to_do(unrecorded)}.",
            field="duties",
            duties=[duty.value for duty in unrecorded],
        )
    return OK if any(facts.formal for facts in duties) else NOT_APPLICABLE


def _differs(facts: DutyFacts) -> bool:
    formal = {holder.position_id for holder in facts.formal}
    practice = {holder.position_id for holder in facts.practice}
    return bool(formal and practice) and formal != practice


def _difference(facts: DutyFacts) -> str:
    formal, practice = ([holder.title for holder in holders] for holders in (facts.formal, facts.practice))
    return f"{facts.duty.label} er formelt hos {listed(formal)}, men i praksis hos {listed(practice)}"
