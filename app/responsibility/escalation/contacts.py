"""Who can be called about a system beside the chain: whoever is on call, and the suppliers. Pure."""

from collections.abc import Iterator, Sequence
from typing import Any

from app.core.folding import fold
from app.register.organisation import Organisation
from app.vocabulary import ContactKind


def contacts_of(organisation: Organisation, system: Any, contracts: Sequence[Any]) -> list[dict[str, Any]]:  # noqa: ANN401 - a row of systems
    """On call first, then whoever runs the system, the supplier, and every other contract with a hotline.

    A supplier has the first hotline of its contracts; what is said of one contract is not said again.
    """
    return list(_contacts(organisation, system, contracts))


def _contacts(organisation: Organisation, system: Any, contracts: Sequence[Any]) -> Iterator[dict[str, Any]]:  # noqa: ANN401 - see above
    unit = organisation.on_call(system.unit_id)
    if unit is not None:
        yield _contact(ContactKind.ON_CALL, unit.on_call_name or unit.name, unit.on_call_phone, None, None)
    said: set[str] = set()
    for kind, name in (
        (ContactKind.OPERATION_SUPPLIER, system.operation_supplier),
        (ContactKind.SUPPLIER, system.supplier),
    ):
        if name is not None:
            own = [contract for contract in contracts if contract.supplier and fold(contract.supplier) == fold(name)]
            best = next((contract for contract in own if contract.hotline), next(iter(own), None))
            if best is not None:
                said.add(best.id)
            yield _of_contract(kind, name, best)
    for contract in contracts:
        if contract.hotline and contract.id not in said:
            yield _of_contract(ContactKind.CONTRACT, contract.supplier or contract.name, contract)


def _of_contract(kind: ContactKind, name: str, contract: Any) -> dict[str, Any]:  # noqa: ANN401 - a row of contracts, or None
    if contract is None:
        return _contact(kind, name, None, None, None)
    return _contact(kind, name, contract.hotline, contract.hotline_hours, contract.reference or contract.name)


def _contact(
    kind: ContactKind, name: str, phone: str | None, hours: str | None, reference: str | None
) -> dict[str, Any]:
    return {"kind": kind.value, "name": name, "phone": phone, "hours": hours, "reference": reference}
