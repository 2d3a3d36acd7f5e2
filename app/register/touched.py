"""Which systems a set of changes can have touched: these and no others are evaluated again."""

from collections.abc import Callable, Iterable

from sqlalchemy import or_, union
from sqlmodel import Session, col, select

from app.core.chunks import chunks
from app.journal.recorder import Change
from app.models import RESOURCES, AttestationRequest, BudgetLine, Dispute, Handover, Responsibility, System
from app.models.resource import Touches
from app.register.organisation import Organisation
from app.vocabulary import Basis, Duty

#: What makes another organisation when it changes.
ORGANISATION = frozenset(name for name, table in RESOURCES.items() if table.declared.touches is Touches.ORGANISATION)
# Positions in one query: well below SQLite's limit on bound values.
_CHUNK = 5000


def touches_everything(changes: Iterable[Change]) -> bool:
    return any(_touches(change) is Touches.EVERYTHING for change in changes)


def systems_in(change: Change) -> set[str]:
    """The systems that a change names itself, before or after."""
    match _touches(change):
        case Touches.ITSELF:
            return {change.resource_id}
        case Touches.ITS_SYSTEM:
            return change.values("systemId")
        case Touches.ITS_SYSTEMS:
            return {system for side in (change.before, change.after) if side for system in side.get("systemIds", ())}
        case _:
            return set()


def _touches(change: Change) -> Touches:
    return RESOURCES[change.resource].declared.touches


def _is_of_owner(change: Change) -> bool:
    return Duty.OWNER in change.values("duty") and Basis.FORMAL in change.values("basis")


def touched_systems(
    session: Session, changes: Iterable[Change], before: Organisation, after: Organisation
) -> list[str]:
    """The ids of the touched systems, sorted; deleted ones among them.

    `before` and `after` are the organisation around the changes: every position whose facts differ between them
    touches the systems that it plays any part in.
    """
    systems: set[str] = set()
    owners: set[str] = set()
    changed_life: set[str] = set()
    for change in changes:
        systems |= systems_in(change)
        if change.resource == System.resource and "lifecycle" in change.changed:
            changed_life.add(change.resource_id)
        # How many systems a position owns is a fact of every system that it owns.
        if change.resource == Responsibility.resource and _is_of_owner(change):
            owners |= change.values("positionId")
    if before is not after:
        systems |= _reorganised(session, before, after)
    owners |= _owners_of(session, changed_life)
    systems |= _owned_by(session, owners)
    return sorted(systems)


def _reorganised(session: Session, before: Organisation, after: Organisation) -> set[str]:
    """The systems that another organisation can touch: by the positions in them, by their unit, by a dispute."""
    positions = _differing(before.positions, after.positions, before.signature, after.signature)
    units = _differing(before.units, after.units, before.unit_signature, after.unit_signature)
    systems = _systems_of(session, positions) | _systems_in(session, units) | _deciding(session, after, positions)
    if _responders_at_the_top(before) != _responders_at_the_top(after):
        leaderless = {unit_id for unit_id in after.units if after.leader_of(unit_id) is None}
        systems |= _systems_in(session, leaderless)
        systems.update(session.exec(select(System.id).where(col(System.unit_id).is_(None))))
    return systems


def _differing(
    before: Iterable[str], after: Iterable[str], signed: Callable[[str], object], signs: Callable[[str], object]
) -> set[str]:
    """The ids of those that are new or gone, or whose signature is another one."""
    old, new = set(before), set(after)
    return {found for found in old & new if signed(found) != signs(found)} | (old ^ new)


def _responders_at_the_top(organisation: Organisation) -> object:
    """Whom systems that nobody answers for lead to."""
    return organisation.responders(organisation.top.id if organisation.top else None)


def _deciding(session: Session, organisation: Organisation, position_ids: set[str]) -> set[str]:
    """The systems over which one of the positions decides a dispute, being the nearest above both parties."""
    columns = (Dispute.system_id, Dispute.position_id, Dispute.names_position_id)
    found = set()
    for system_id, one_id, other_id in session.exec(select(*columns).where(col(Dispute.resolved_on).is_(None))):
        superior = organisation.common_superior(one_id, other_id)
        if superior is not None and superior.id in position_ids:
            found.add(system_id)
    return found


def _systems_in(session: Session, unit_ids: set[str]) -> set[str]:
    """The systems whose main user is one of the units."""
    found: set[str] = set()
    for chunk in chunks(sorted(unit_ids), _CHUNK):
        found.update(session.exec(select(System.id).where(col(System.unit_id).in_(chunk))))
    return found


def _systems_of(session: Session, position_ids: set[str]) -> set[str]:
    """The systems in which the positions own, hold a duty or hold money."""
    found: set[str] = set()
    for chunk in chunks(sorted(position_ids), _CHUNK):
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
    for chunk in chunks(sorted(position_ids), _CHUNK):
        statement = select(Responsibility.system_id).where(
            col(Responsibility.position_id).in_(chunk), col(Responsibility.duty) == Duty.OWNER.value
        )
        found.update(session.exec(statement))
    return found


def _owners_of(session: Session, system_ids: set[str]) -> set[str]:
    found: set[str] = set()
    for chunk in chunks(sorted(system_ids), _CHUNK):
        statement = select(Responsibility.position_id).where(
            col(Responsibility.system_id).in_(chunk), col(Responsibility.duty) == Duty.OWNER.value
        )
        found.update(session.exec(statement))
    return found
