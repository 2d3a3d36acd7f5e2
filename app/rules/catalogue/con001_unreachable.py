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

    Reglen ser på de to første, der er til stede, i kæden for at fejlrette. Alvoren er høj for forretningskritiske
    og samfundskritiske systemer.

    Fix: Registrér telefon eller e-mail på personerne, eller en stedfortræder, der kan kontaktes.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    if any(responder.has_contact for responder in system.responders):
        return OK
    titles = [responder.title for responder in system.responders]
    return flag(
        f"Hverken telefon eller e-mail er registreret for de første, der skal fejlrette: {positions(titles)}."
        if titles
        else "Ingen i kæden for at fejlrette systemet er til stede i dag.",
        field="duties",
        severity=Severity.HIGH if system.criticality.is_critical else None,
        unreachablePositionIds=[responder.position_id for responder in system.responders],
    )
