"""Which duty a role in KITOS comes to. KITOS's roles are a list that each municipality keeps for itself. Pure."""

import json
from collections.abc import Mapping

from app.core.errors import InvalidInput
from app.core.languages import Text
from app.vocabulary import Duty

#: By the names that KITOS is delivered with, and those that are common. A person who is merely asked is no duty.
DEFAULT: Mapping[str, Duty] = {
    "Systemejer": Duty.OWNER,
    "Systemansvarlig": Duty.MONITOR,
    "Systemforvalter": Duty.MONITOR,
    "It-ansvarlig": Duty.FIX,
    "Driftsansvarlig": Duty.FIX,
    "Systemadministrator": Duty.FIX,
    "Systemadminstrator": Duty.FIX,
    "Changemanager": Duty.DEVELOP,
}


class RoleMap:
    """Case and blanks do not matter."""

    def __init__(self, others: Mapping[str, Duty | None] | None = None) -> None:
        """`others` come before the default; None: the role is no duty."""
        self._duties: dict[str, Duty | None] = {_folded(name): duty for name, duty in DEFAULT.items()}
        self._duties.update({_folded(name): duty for name, duty in (others or {}).items()})

    def duty(self, role: str) -> Duty | None:
        return self._duties.get(_folded(role))

    def is_known(self, role: str) -> bool:
        """Whether somebody has said what the role is, be it nothing."""
        return _folded(role) in self._duties


def read_roles(text: str | None) -> RoleMap:
    """`--roles`, a JSON object of roles and duties; raises InvalidInput."""
    if text is None:
        return RoleMap()
    possible = ", ".join(Duty)
    try:
        given = json.loads(text)
        others = {str(name): None if duty is None else Duty(duty) for name, duty in given.items()}
    except (AttributeError, ValueError):
        raise InvalidInput(
            Text(
                f'--roles has to be a JSON object of roles and duties: {{"Dataejer": "monitor"}}. Duties: {possible}.',
                da='`--roles` skal være et JSON-objekt af roller og ansvar: `{"Dataejer": "monitor"}`. '
                f"Ansvar: `{possible}`.",
            )
        ) from None
    return RoleMap(others)


def _folded(role: str) -> str:
    return "".join(role.casefold().replace("-", "").split())
