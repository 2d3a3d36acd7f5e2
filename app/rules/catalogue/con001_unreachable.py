"""CON001: those who are called first cannot be reached."""

from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag
from app.rules.wording import positions
from app.vocabulary import Severity


@rule(
    "CON001",
    severity=Severity.MEDIUM,
    title="De første i kæden kan ikke kontaktes",
    evidence=("unreachablePositionIds",),
)
def unreachable(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: Når noget går galt om natten, nytter et navn uden telefon og e-mail ikke.

    Reglen ser på de to første i kæden for fejlretning, som er til stede. Alvoren er høj for forretningskritiske
    og samfundskritiske systemer.

    Fix: Registrér telefon eller e-mail på personerne, eller en stedfortræder, der kan kontaktes.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    if any(responder.has_contact for responder in system.responders):
        return OK
    return flag(
        _message([responder.title for responder in system.responders]),
        field="duties",
        severity=Severity.HIGH if system.criticality.is_critical else None,
        unreachablePositionIds=[responder.position_id for responder in system.responders],
    )


def _message(titles: list[str]) -> str:
    if not titles:
        return "Ingen af dem, der skal fejlrette systemet, er til stede i dag."
    first = "den første" if len(titles) == 1 else "de to første"
    return f"Hverken telefon eller e-mail er registreret for {first}, der skal fejlrette systemet: {positions(titles)}."
