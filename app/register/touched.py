"""Which systems a set of changes can have touched: these and no others are evaluated again."""

from collections.abc import Iterable, Sequence

from sqlalchemy import or_, union
from sqlmodel import Session, col, select

from app.journal.recorder import Change
from app.models import AttestationRequest, BudgetLine, Dispute, Handover, Responsibility
from app.register.organisation import Organisation
from app.vocabulary import Basis, Duty

ORGANISATION = frozenset({"unit", "position", "person", "tenure", "absence"})
# Positions in one query: well below SQLite's limit on bound values.
_CHUNK = 5000


def touches_everything(changes: Iterable[Change]) -> bool:
    return any(change.resource == "policy" for change in changes)


def touched_systems(
    session: Session, changes: Sequence[Change], before: Organisation, after: Organisation
) -> list[str]:
    """The ids of the touched systems, sorted; deleted ones among them.

    `before` and `after` are the organisation around the changes: every position whose facts differ between them
    touches the systems that it plays any part in.
    """
    systems: set[str] = set()
    owners: set[str] = set()
    relived: set[str] = set()
    for change in changes:
        match change.resource:
            case "system":
                systems.add(change.resource_id)
                if "lifecycle" in change.changed:
                    relived.add(change.resource_id)
            case "responsibility":
                systems |= change.values("systemId")
                # How many systems a position owns is a fact of every system that it owns.
                if Duty.OWNER in change.values("duty") and Basis.FORMAL in change.values("basis"):
                    owners |= change.values("positionId")
            case "budget-line" | "waiver" | "handover" | "dispute" | "attestation" | "attestation-request":
                systems |= change.values("systemId")
            case "contract":
                for side in (change.before or {}, change.after or {}):
                    systems.update(side.get("systemIds", ()))
    systems |= _systems_of(session, _differing(before, after))
    owners |= _owners_of(session, relived)
    systems |= _owned_by(session, owners)
    return sorted(systems)


def _differing(before: Organisation, after: Organisation) -> set[str]:
    if before is after:
        return set()
    kept = before.positions.keys() & after.positions.keys()
    different = {position for position in kept if before.signature(position) != after.signature(position)}
    return different | (before.positions.keys() ^ after.positions.keys())


def _systems_of(session: Session, position_ids: set[str]) -> set[str]:
    """The systems in which the positions own, hold a duty or hold money."""
    found: set[str] = set()
    for chunk in _chunks(position_ids):
        statement = union(
            select(Responsibility.system_id).where(col(Responsibility.position_id).in_(chunk)),
            select(BudgetLine.system_id).where(col(BudgetLine.holder_position_id).in_(chunk)),
            select(Handover.system_id).where(col(Handover.to_position_id).in_(chunk)),
            select(Dispute.system_id).where(
                or_(col(Dispute.position_id).in_(chunk), col(Dispute.names_position_id).in_(chunk))
            ),
            select(AttestationRequest.system_id).where(col(AttestationRequest.position_id).in_(chunk)),
        )
        found.update(session.execute(statement).scalars())
    return found


def _owned_by(session: Session, position_ids: set[str]) -> set[str]:
    found: set[str] = set()
    for chunk in _chunks(position_ids):
        statement = select(Responsibility.system_id).where(
            col(Responsibility.position_id).in_(chunk), col(Responsibility.duty) == Duty.OWNER.value
        )
        found.update(session.exec(statement))
    return found


def _owners_of(session: Session, system_ids: set[str]) -> set[str]:
    found: set[str] = set()
    for chunk in _chunks(system_ids):
        statement = select(Responsibility.position_id).where(
            col(Responsibility.system_id).in_(chunk), col(Responsibility.duty) == Duty.OWNER.value
        )
        found.update(session.exec(statement))
    return found


def _chunks(ids: set[str]) -> Iterable[list[str]]:
    ordered = sorted(ids)
    return (ordered[start : start + _CHUNK] for start in range(0, len(ordered), _CHUNK))
