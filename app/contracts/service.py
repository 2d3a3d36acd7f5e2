"""Changing contracts."""

from typing import Any

from sqlmodel import Session

from app.contracts.schemas import ContractPatch, ContractWrite
from app.core.validation import validated
from app.models import Contract, System
from app.register.rows import assign, find, require_all, require_free_key


def create_contract(session: Session, body: ContractWrite) -> str:
    """The id of the new contract; raises InvalidInput for unknown systems, Conflict for a taken key."""
    row = Contract(**_columns(body), systems=require_all(session, System, body.system_ids, "/systemIds"))
    require_free_key(session, row)
    session.add(row)
    session.flush()
    return row.id


def change_contract(session: Session, contract_id: str, patch: ContractPatch) -> None:
    """Raises as creating does; the systems are those of the patch, not those beside the existing ones."""
    row = find(session, Contract, contract_id)
    existing = {**row.model_dump(include=set(ContractWrite.model_fields)), "system_ids": [s.id for s in row.systems]}
    body = validated(ContractWrite, patch.merged_into(existing))
    if set(body.system_ids) != set(existing["system_ids"]):
        row.systems = require_all(session, System, body.system_ids, "/systemIds")
    assign(row, _columns(body))
    require_free_key(session, row)
    session.flush()


def delete_contract(session: Session, contract_id: str) -> None:
    row = find(session, Contract, contract_id)
    # Loaded before it goes, so that the journal can say which systems it covered.
    _ = row.systems
    session.delete(row)
    session.flush()


def _columns(body: ContractWrite) -> dict[str, Any]:
    return body.model_dump(exclude={"system_ids"})
