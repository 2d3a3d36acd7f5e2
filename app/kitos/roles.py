"""What an operator says of roles in KITOS for one run."""

import json

from app.core.errors import InvalidInput
from app.core.kitos_roles import DutyByRole
from app.core.languages import Text
from app.vocabulary import Duty


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
