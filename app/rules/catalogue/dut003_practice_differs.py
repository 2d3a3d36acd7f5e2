"""DUT003: a duty, or the ownership, is carried by others than the position that formally has it."""

from app.rules.engine import rule
from app.rules.facts import DutyFacts, DutyHolder, SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag, unknown
from app.rules.wording import either, positions, task, to_do
from app.vocabulary import DUTIES, Duty, Severity


@rule(
    "DUT003",
    severity=Severity.MEDIUM,
    title="Praksis afviger fra det formelle ansvar",
    evidence=("duties",),
)
def practice_differs(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: Når en anden end den ansvarlige gør arbejdet, følges ansvar og beføjelser ikke ad.

    Det gælder både de fire ansvar og selve ejerskabet.

    Fix: Flyt det formelle ansvar til den stilling, der løfter det, eller lad den ansvarlige løfte det.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    carried = [system.ownership, *map(system.duty, DUTIES)]
    different = [facts for facts in carried if _differs(facts)]
    if different:
        return flag(
            f"Praksis afviger fra det formelle: {'; '.join(map(_difference, different))}.",
            field=_field([facts.duty for facts in different]),
            duties=[facts.duty.value for facts in different],
        )
    unrecorded = [facts.duty for facts in carried if not facts.practice]
    if unrecorded:
        return unknown(
            f"Det er ikke registreret, hvem der i praksis har {_things(unrecorded)}.",
            field=_field(unrecorded),
            duties=[duty.value for duty in unrecorded],
        )
    return OK if any(facts.formal for facts in carried) else NOT_APPLICABLE


def _field(duties: list[Duty]) -> str:
    return "owner" if duties == [Duty.OWNER] else "duties"


def _differs(facts: DutyFacts) -> bool:
    if not facts.formal or not facts.practice:
        return False
    return {holder.position_id for holder in facts.formal} != {holder.position_id for holder in facts.practice}


def _difference(facts: DutyFacts) -> str:
    formal, practice = _titles(facts.formal), _titles(facts.practice)
    return f"{task(facts.duty)} ligger formelt hos {formal}, men i praksis hos {practice}"


def _titles(holders: tuple[DutyHolder, ...]) -> str:
    return positions([holder.title for holder in holders])


def _things(duties: list[Duty]) -> str:
    others = [duty for duty in duties if duty is not Duty.OWNER]
    owned = [task(Duty.OWNER)] if Duty.OWNER in duties else []
    return either([*owned, *([to_do(others)] if others else [])])
