"""The guard of the commit gate: looks at what a write really changed, so that no route can let too much through."""

from collections.abc import Collection
from typing import Any

from sqlmodel import Session, col, select

from app.core.errors import Forbidden
from app.core.languages import Text
from app.journal.recorder import Change
from app.models import RESOURCES, Absence, BudgetLine, Contract, Responsibility, System
from app.register.gate import Guard
from app.register.organisation import Organisation
from app.register.touched import systems_in
from app.security.identity import Identity
from app.security.sight import limit_of
from app.vocabulary import Permission

_NOT_OF_A_UNIT = Text(
    "A token that is limited to a unit may not change this.",
    da="En adgangsnøgle, der kun gælder for en enhed, må ikke ændre dette.",
)
_OTHERS_ABSENCE = Text(
    "You may change your own absences, and no one else's.",
    da="Du kan kun ændre dit eget fravær.",
)
_SYSTEM = Text(
    "The system lies outside the unit that the token is limited to.",
    da="Systemet ligger uden for den enhed, som adgangsnøglen gælder for.",
)
_POSITION = Text(
    "The position lies outside the unit that the token is limited to: offer it the duty instead, with a handover.",
    da="Stillingen ligger uden for den enhed, som adgangsnøglen gælder for. Tilbyd den ansvaret med en overdragelse.",
)
_HELD = Text(
    "The position that has the duty lies outside the unit that the token is limited to: it offers the duty itself.",
    da="Stillingen, der har ansvaret, ligger uden for den enhed, som adgangsnøglen gælder for. "
    "Den skal selv tilbyde ansvaret til en anden.",
)
_HOLDER = Text(
    "The budget holder lies outside the unit that the token is limited to.",
    da="Budgetholderen ligger uden for den enhed, som adgangsnøglen gælder for.",
)
_USING_UNIT = Text(
    "A using unit lies outside the unit that the token is limited to.",
    da="En brugende enhed ligger uden for den enhed, som adgangsnøglen gælder for.",
)
_SUCCESSOR = Text(
    "The successor lies outside the unit that the token is limited to.",
    da="Afløseren ligger uden for den enhed, som adgangsnøglen gælder for.",
)
_CONTRACT = Text(
    "A contract without systems belongs to no unit: name a system of your own.",
    da="En kontrakt uden systemer hører ikke til nogen enhed. Angiv et af enhedens egne systemer.",
)


def guard_for(identity: Identity) -> Guard:
    """A guard that refuses what the caller's role, or the unit that it is limited to, does not cover."""

    def guard(session: Session, changes: Collection[Change], before: Organisation, after: Organisation) -> None:
        passed_on = _passed_on(changes)
        decided = [change for change in changes if not _is_own_absence(identity, change)]
        for change in decided:
            declared = RESOURCES[change.resource].declared
            # Whose the answer is, the services see to; nobody else is there to look at whose the absence is.
            may = identity.may_everywhere if change.resource == Absence.resource else identity.may
            if not may(declared.permission) and change not in passed_on:
                if change.resource == Absence.resource and identity.may(declared.permission):
                    raise Forbidden(_OTHERS_ABSENCE)
                raise Forbidden(
                    Text(
                        f"The access ({identity.roles_said}) may not change a {change.resource}.",
                        da=f"Din adgang ({identity.roles_called}) omfatter ikke at ændre {declared.noun.plural}.",
                    )
                )
        if identity.unit_id is not None:
            inside = limit_of(identity, before).units & limit_of(identity, after).units
            limit = _Limit(session, inside, after)
            limit.check([change for change in decided if change not in passed_on])
            limit.check_systems(passed_on)

    return guard


def _is_own_absence(identity: Identity, change: Change) -> bool:
    """Whoever may record absences, but not everybody's, records their own."""
    return (
        change.resource == Absence.resource
        and identity.person_id is not None
        and identity.may(Permission.RECORD_ABSENCE)
        and change.values("personId") == {identity.person_id}
    )


def _passed_on(changes: Collection[Change]) -> list[Change]:
    """Responsibilities that end and begin because a handover was accepted, or a dispute resolved, in the same write."""
    decided = {
        change.system_id
        for change in changes
        if change.resource in {"handover", "dispute"} and change.action == "update"
    }
    return [change for change in changes if change.resource == Responsibility.resource and change.system_id in decided]


class _Limit:
    """What a caller that is limited to a unit may change: what lies inside, before and after, and links nobody else.

    `inside`: the units of the subtree, before the change and after it.
    """

    def __init__(self, session: Session, inside: frozenset[str], organisation: Organisation) -> None:
        self._session, self._inside, self._organisation = session, inside, organisation

    def check(self, changes: Collection[Change]) -> None:
        """Raises Forbidden for what reaches outside: what is linked to a unit there, and what a link there ends."""
        gone = {change.resource_id for change in changes if change.resource == System.resource and not change.after}
        for change in changes:
            if not RESOURCES[change.resource].declared.touches.names_systems:
                raise Forbidden(_NOT_OF_A_UNIT)
            match change.resource:
                case System.resource:
                    self._check_links(change)
                case Contract.resource if not all(side.get("systemIds", True) for side in _sides(change)):
                    raise Forbidden(_CONTRACT)
                case Responsibility.resource:
                    self._check_position(_set(change, "positionId"), _POSITION)
                    if change.system_id not in gone:
                        self._check_position((change.before or {}).get("positionId"), _HELD)
                case BudgetLine.resource:
                    self._check_position(_set(change, "holderPositionId"), _HOLDER)
        self.check_systems(changes)

    def check_systems(self, changes: Collection[Change]) -> None:
        """Every system that the changes are about must be run by a unit inside."""
        systems: set[str] = set()
        for change in changes:
            if change.resource != System.resource:
                systems |= systems_in(change)
            elif not {side.get("unitId") for side in _sides(change)} <= self._inside:
                raise Forbidden(_SYSTEM)
        if not self._are_inside(systems):
            raise Forbidden(_SYSTEM)

    def _check_links(self, change: Change) -> None:
        using = [set(side.get("usingUnitIds") or ()) for side in (change.before or {}, change.after or {})]
        if not using[0] ^ using[1] <= self._inside:
            raise Forbidden(_USING_UNIT)
        successor = _set(change, "successorId")
        if successor is not None and not self._are_inside({successor}):
            raise Forbidden(_SUCCESSOR)

    def _check_position(self, position_id: str | None, refusal: Text) -> None:
        position = self._organisation.positions.get(position_id or "")
        if position is not None and position.unit_id not in self._inside:
            raise Forbidden(refusal)

    def _are_inside(self, system_ids: set[str]) -> bool:
        found = self._session.exec(select(System.unit_id).where(col(System.id).in_(system_ids)))
        return set(found) <= self._inside


def _sides(change: Change) -> list[dict[str, Any]]:
    return [side for side in (change.before, change.after) if side]


def _set(change: Change, key: str) -> Any:  # noqa: ANN401 - a value of a snapshot
    """What the change sets the key to; None where it leaves it as it was."""
    new = (change.after or {}).get(key)
    return None if new == (change.before or {}).get(key) else new
