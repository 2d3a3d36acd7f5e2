"""The guard of the commit gate: looks at what a write really changed, so that no route can let too much through."""

from collections.abc import Sequence

from sqlmodel import Session, col, select

from app.core.errors import Forbidden
from app.core.languages import Text
from app.journal.recorder import Change
from app.models import RESOURCES, System
from app.register.gate import Guard
from app.register.organisation import Organisation
from app.register.touched import systems_in
from app.security.identity import Identity

_OUTSIDE = Text(
    "The system lies outside the unit that the token is limited to.",
    da="Systemet ligger uden for den enhed, som adgangsnøglen gælder for.",
)


def guard_for(identity: Identity) -> Guard:
    """A guard that refuses what the caller's role, or the unit that it is limited to, does not cover."""

    def guard(session: Session, changes: Sequence[Change], before: Organisation, after: Organisation) -> None:
        passed_on = _passed_on(changes)
        for change in changes:
            declared = RESOURCES[change.resource].declared
            if not identity.may(declared.permission) and change not in passed_on:
                raise Forbidden(
                    Text(
                        f"The role {identity.role} may not change a {change.resource}.",
                        da=f"Rollen »{identity.role.label}« må ikke ændre {declared.noun.plural}.",
                    )
                )
        if identity.unit_id is not None:
            _refuse_outside(session, identity.unit_id, changes, before, after)

    return guard


def _passed_on(changes: Sequence[Change]) -> list[Change]:
    """Responsibilities that end and begin because a handover was accepted, or a dispute resolved, in the same write."""
    decided = {
        change.system_id
        for change in changes
        if change.resource in {"handover", "dispute"} and change.action == "update"
    }
    return [change for change in changes if change.resource == "responsibility" and change.system_id in decided]


def _refuse_outside(
    session: Session, unit_id: str, changes: Sequence[Change], before: Organisation, after: Organisation
) -> None:
    """Every touched system, position and unit must lie in the subtree, before and after the change."""
    inside = set(before.subtree(unit_id)) & set(after.subtree(unit_id))
    systems: set[str] = set()
    for change in changes:
        if not RESOURCES[change.resource].declared.touches.names_systems:
            raise Forbidden(
                Text(
                    "A token that is limited to a unit may not change this.",
                    da="En adgangsnøgle, der kun gælder for en enhed, må ikke ændre dette.",
                )
            )
        if change.resource != System.resource:
            systems |= systems_in(change)
        elif not {side.get("unitId") for side in (change.before, change.after) if side} <= inside:
            raise Forbidden(_OUTSIDE)
    found = session.exec(select(System.unit_id).where(col(System.id).in_(systems)))
    if not set(found) <= inside:
        raise Forbidden(_OUTSIDE)
