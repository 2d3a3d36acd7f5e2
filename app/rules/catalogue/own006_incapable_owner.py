"""OWN006: the owner says no, to the ownership itself or to what it takes."""

from app.rules.engine import rule
from app.rules.facts import AttestationFacts, SystemFacts
from app.rules.policy import Policy
from app.rules.seal import same_owner
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag, unknown
from app.rules.wording import danish_date, either, listed, position
from app.vocabulary import Answer, Severity


@rule(
    "OWN006",
    severity=Severity.HIGH,
    title="Ejeren kan ikke løfte ejerskabet",
    evidence=("attestedOn", "confirmsOwnership", "lacking", "askedPositionId", "askedTitle"),
)
def incapable_owner(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: En ejer uden indsigt, tid eller penge kan ikke løfte ejerskabet, selv om det står på papiret.

    Et nej gælder, til ejeren svarer igen, eller ejeren skifter; andre rettelser ændrer det ikke.

    Fix: Giv ejeren det, der mangler, eller flyt ejerskabet til en stilling, der har det; lad så ejeren
    bekræfte ejerskabet igen. Spørgsmålet ligger imens hos den nærmeste overordnede.
    """
    attested = system.attestation
    if not system.in_use or system.owner is None or attested is None:
        return NOT_APPLICABLE
    if not same_owner(system, attested):
        # Another owner has not answered yet.
        return NOT_APPLICABLE
    lacking, unsure = _answered(attested, Answer.NO), _answered(attested, Answer.UNKNOWN)
    if attested.confirms_ownership and not lacking:
        if unsure:
            return unknown(f"Det er ukendt, om ejeren har {either(unsure.values())}.", field="attestation")
        return OK
    said = "ikke vedkender sig ejerskabet" if not attested.confirms_ownership else ""
    lacks = f"mangler {listed(lacking.values())} til systemet" if lacking else ""
    what = " og ".join(part for part in (said, lacks) if part)
    asked = f" Spørgsmålet ligger nu hos {position(attested.asked.title)}." if attested.asked else ""
    return flag(
        f"Den {danish_date(attested.attested_on)} blev der svaret, at ejeren {what}.{asked}",
        field="attestation",
        attestedOn=attested.attested_on.isoformat(),
        confirmsOwnership=attested.confirms_ownership,
        lacking=list(lacking),
        askedPositionId=attested.asked.id if attested.asked else None,
        askedTitle=attested.asked.title if attested.asked else None,
    )


def _answered(attested: AttestationFacts, answer: Answer) -> dict[str, str]:
    """What was answered so: key → Danish word."""
    asked = {
        "insight": (attested.insight, "indsigt"),
        "time": (attested.time, "tid"),
        "money": (attested.money, "penge"),
    }
    return {key: word for key, (given, word) in asked.items() if given is answer}
