"""Which systems a write is about, by its address: writes about different ones need not wait for each other."""

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, col, select

from app.core.text import spellings
from app.models import BudgetLine, Dispute, Handover, Responsibility, System
from app.register.writes import About

#: Under these a row is changed that belongs to one system, and nothing else is looked at.
_OF_A_SYSTEM: Mapping[str, Any] = {
    "budget-lines": BudgetLine,
    "disputes": Dispute,
    "handovers": Handover,
    "responsibilities": Responsibility,
}


def about(template: str, values: Mapping[str, str]) -> About | None:
    """`template`: the path as the document has it, `values`: of its parameters. None where more may be looked at."""
    _, _version, collection, *rest = template.split("/")
    if collection in _OF_A_SYSTEM and rest:
        table = _OF_A_SYSTEM[collection]
        return About(ask=lambda session: _found(session, select(table.system_id).where(table.id == values["id"])))
    if collection != "systems":
        return None
    if not rest:
        return About()
    if rest[0] == "{id}":
        return About((values["id"],))
    source, external_id = values["source"], values["externalId"]
    known = (col(System.source).in_(spellings(source)), col(System.external_id).in_(spellings(external_id)))
    by_key = select(System.id).where(*known)
    return About(ask=lambda session: _found(session, by_key))


def _found(session: Session, statement: Any) -> tuple[str, ...]:  # noqa: ANN401 - selects share no type
    return tuple(session.exec(statement))
