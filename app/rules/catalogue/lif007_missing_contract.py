"""LIF007: somebody outside supplies or runs the system, and no contract is recorded."""

from app.rules.engine import rule
from app.rules.facts import SystemFacts
from app.rules.policy import Policy
from app.rules.verdict import NOT_APPLICABLE, OK, Verdict, flag, unknown
from app.rules.wording import quoted
from app.vocabulary import Acquisition, Severity


@rule("LIF007", severity=Severity.MEDIUM, title="Ingen kontrakt registreret")
def missing_contract(system: SystemFacts, _policy: Policy) -> Verdict:
    """Why: Uden kontrakten ved ingen, hvad leverandøren har lovet, hvornår aftalen udløber, og hvem man ringer til.

    Reglen gælder standardsystemer og systemer, som en leverandør driver.

    Fix: Registrér kontrakten med leverandør, art, start og slut, og knyt den til systemet.
    """
    if not system.in_use:
        return NOT_APPLICABLE
    if system.contracts:
        return OK
    if system.operation_supplier is not None:
        runs = quoted(system.operation_supplier)
        return flag(f"{runs} driver systemet, men der er ikke registreret nogen kontrakt.", field="contracts")
    if system.acquisition is Acquisition.COMMERCIAL:
        return flag("Systemet er et standardsystem, men der er ikke registreret nogen kontrakt.", field="contracts")
    if system.acquisition is Acquisition.UNKNOWN:
        return unknown("Det er ukendt, hvordan systemet er anskaffet.", field="acquisition")
    return NOT_APPLICABLE
