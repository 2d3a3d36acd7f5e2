"""Roles in KITOS: which duty those are that it is delivered with, which names are one role, and what others may say."""

from collections.abc import Mapping
from typing import Annotated, Any

from pydantic import BeforeValidator, Field

from app.core.languages import Text
from app.core.objections import refusal
from app.core.text import Line
from app.core.unseen import is_unseen
from app.vocabulary import Duty

#: By the names that KITOS is delivered with, and those that are common. A person who is merely asked is no duty.
DELIVERED: Mapping[str, Duty] = {
    "Systemejer": Duty.OWNER,
    "Systemansvarlig": Duty.MONITOR,
    "Systemforvalter": Duty.MONITOR,
    "It-ansvarlig": Duty.FIX,
    "Driftsansvarlig": Duty.FIX,
    "Systemadministrator": Duty.FIX,
    "Systemadminstrator": Duty.FIX,
    "Changemanager": Duty.DEVELOP,
}
#: Role → duty, or None for none.
DutyByRole = Mapping[str, Duty | None]
#: A municipality's list in KITOS has some dozens.
_MOST_ROLES = 200


def role_key(name: str) -> str:
    """The same for names that differ in case, blanks and hyphens alone."""
    return "".join(sign for sign in name.casefold() if sign != "-" and not sign.isspace() and not is_unseen(sign))


class RoleMap:
    """Case, blanks and hyphens do not matter."""

    def __init__(self, *said: DutyByRole) -> None:
        """`said` come before the roles that KITOS is delivered with, a later one before an earlier."""
        self._duties = {role_key(name): duty for each in (DELIVERED, *said) for name, duty in each.items()}

    def duty(self, role: str) -> Duty | None:
        return self._duties.get(role_key(role))

    def is_known(self, role: str) -> bool:
        """Whether somebody has said what the role is, be it nothing."""
        return role_key(role) in self._duties


def _said_once(roles: Any) -> Any:  # noqa: ANN401 - what was sent
    """Raises where one role is given different duties; the type refuses what is no object."""
    names: dict[str, str] = {}
    for name, duty in roles.items() if isinstance(roles, dict) else ():
        earlier = names.setdefault(role_key(str(name)), name)
        if roles[earlier] != duty:
            raise refusal(
                "contradiction",
                Text(
                    "Two names are the same role, and are given different duties. Case, blanks and hyphens do not "
                    "matter.",
                    da="To navne er den samme rolle, men har forskelligt ansvar. Store og små bogstaver, mellemrum og "
                    "bindestreger gør ingen forskel.",
                ),
            )
    return roles


#: By role: its duty, or None for none.
RoleDuties = Annotated[dict[Line, Duty | None], Field(max_length=_MOST_ROLES), BeforeValidator(_said_once)]
