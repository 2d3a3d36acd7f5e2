"""What a change of a system comes to, whoever makes it: the API, an import, or an undo. Pure."""

from datetime import date
from typing import Any

from app.core.errors import Conflict
from app.core.languages import Text
from app.vocabulary import Lifecycle


def derived(lifecycle: Lifecycle, confirmed: date | None, today: date, *, ever_in_use: bool = False) -> dict[str, Any]:
    """The columns that follow from a change, or from the making, of a system.

    `lifecycle`: the state from now on. `confirmed`: the day, where one is said. `ever_in_use`: as it was before.

    A change confirms the record, on the day that whoever makes it says, else today.
    """
    return {
        "ever_in_use": ever_in_use or was_in_use(lifecycle),
        "confirmed_on": confirmed or today,
    }


def refuse_vanishing(*, ever_in_use: bool) -> None:
    """Raises Conflict for a system that was ever in use: it is retired, and its history kept."""
    if ever_in_use:
        detail = Text(
            "The system was in use; retire it instead, so that its history is kept.",
            da="Systemet har været i brug. Nedlæg det i stedet, så dets historik bevares.",
        )
        raise Conflict(detail, code="ever-in-use")


def was_in_use(lifecycle: Lifecycle) -> bool:
    """A system that is registered as retired was in use once."""
    return lifecycle is not Lifecycle.PLANNED
