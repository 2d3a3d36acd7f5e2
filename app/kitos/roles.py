"""Which duty a role in KITOS comes to. KITOS's roles are a list that each municipality keeps for itself. Pure."""

import json
from collections.abc import Mapping

from app.core.errors import InvalidInput
from app.core.kitos_roles import DELIVERED, role_key
from app.core.languages import Text
from app.vocabulary import Duty

#: Role → duty, or None for none.
DutyByRole = Mapping[str, Duty | None]


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


def read_roles(text: str | None) -> DutyByRole:
    """`--roles`, a JSON object of roles and duties; raises InvalidInput."""
    if text is None:
        return {}
    possible = ", ".join(Duty)
    try:
        given = json.loads(text)
        return {str(name): None if duty is None else Duty(duty) for name, duty in given.items()}
    except (AttributeError, ValueError):
        raise InvalidInput(
            Text(
                f'--roles has to be a JSON object of roles and duties: {{"Dataejer": "monitor"}}. Duties: {possible}.',
                da='`--roles` skal være et JSON-objekt af roller og ansvar: `{"Dataejer": "monitor"}`. '
                f"Ansvar: `{possible}`.",
            )
        ) from None
