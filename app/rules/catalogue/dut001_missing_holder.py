"""DUT001: a duty that nobody formally holds, be it that no position does or that the position is vacant."""

from app.rules.engine import rule
from app.rules.facts import DutyFacts, SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.rules.wording import positions, sentence, task, to_do
from app.vocabulary import DUTIES, Severity


@rule(
    "DUT001",
    severity=Severity.MEDIUM,
    title="Ansvar uden formel indehaver",
    evidence=("duties", "vacantPositionIds"),
)
def missing_holder(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: Et ansvar, som ingen formelt har, er der heller ingen, der løfter, når noget går galt.

    Det samme gælder et ansvar, der ligger i en ubesat stilling. Alvoren er høj for forretningskritiske og
    samfundskritiske systemer.

    Fix: Placér hvert af de fire ansvar (følge, fejlrette, udvikle og afvikle) formelt hos én stilling, der er besat.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    missing = [facts for facts in map(system.duty, DUTIES) if not _is_held(facts)]
    if not missing:
        return OK
    nowhere = [facts for facts in missing if not facts.formal]
    vacant = [facts for facts in missing if facts.formal]
    sentences = [f"Ingen stilling har formelt {to_do(facts.duty for facts in nowhere)}."] if nowhere else []
    sentences += [_vacant(facts) for facts in vacant]
    practised = [_practised(facts) for facts in missing if facts.practice]
    if practised:
        sentences.append(f"I praksis: {'; '.join(practised)}.")
    return flag(
        " ".join(sentences),
        field="duties",
        severity=Severity.HIGH if system.criticality.is_critical else None,
        duties=[facts.duty.value for facts in missing],
        vacantPositionIds=list(dict.fromkeys(holder.position_id for facts in vacant for holder in facts.formal)),
    )


def _is_held(facts: DutyFacts) -> bool:
    return any(holder.person_id is not None for holder in facts.formal)


def _vacant(facts: DutyFacts) -> str:
    titles = [holder.title for holder in facts.formal]
    vacant = "er ubesat" if len(titles) == 1 else "er ubesatte"
    return f"{sentence(positions(titles))}, som formelt har {task(facts.duty)}, {vacant}."


def _practised(facts: DutyFacts) -> str:
    return f"{positions([holder.title for holder in facts.practice])} ({facts.duty.label})"
